/**
 * The session endpoint {@code /parley/v1}: upgrade, handshake, records, time-outs, back-pressure (docs/protocol.md,
 * sections 4 to 7). This room holds the registry of sessions and what all of them share; {@code connection} is one
 * client's connection, {@code dialogue} what is said in it. What is in memory here is live sockets only; what clients
 * and tasks are is read afresh from the database for every message, and a reply is sent only when what it says is
 * durable.
 *
 * <p>Every amount is bounded: half-open handshakes, sessions, bytes waiting to be sent, fetches at once.
 */
package parley.server.sessions;
