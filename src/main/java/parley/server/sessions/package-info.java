/**
 * The session endpoint {@code /parley/v1}: upgrade, handshake, records, time-outs, back-pressure (docs/protocol.md,
 * sections 4 to 7). What is in memory here is live sockets only; what clients and tasks are is read afresh from {@code
 * tasks} for every message, and a reply is sent only when what it says is durable.
 *
 * <p>Every amount is bounded: half-open handshakes, sessions, bytes waiting to be sent, fetches at once.
 */
package parley.server.sessions;
