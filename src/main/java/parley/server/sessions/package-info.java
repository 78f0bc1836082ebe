/**
 * The session endpoint {@code /parley/v1}: upgrade, handshake, records, time-outs, back-pressure (docs/protocol.md,
 * sections 4 to 7). This package has the registry of sessions and what they share; {@code connection} is one client's
 * connection, {@code dialogue} its messages. The memory holds live sockets only; the state of clients and tasks is
 * read from the database for every message, and a reply is sent only after its cause is durable.
 *
 * <p>Every amount is bounded: half-open handshakes, sessions, bytes waiting to be sent, fetches at once.
 */
@NullMarked
package parley.server.sessions;

import org.jspecify.annotations.NullMarked;
