/**
 * One client's connection: the WebSocket frames, handshake, records, phases, time-outs and back-pressure. What it needs
 * of the server it asks of {@link parley.server.sessions.connection.SessionHost}; what is said after the welcome is the
 * matter of {@code dialogue}.
 */
package parley.server.sessions.connection;
