/**
 * One client's connection: the WebSocket frames, handshake, records, phases, time-outs and back-pressure. It uses the
 * server through {@link parley.server.sessions.connection.SessionHost}; {@code dialogue} handles the messages after
 * the welcome.
 */
@NullMarked
package parley.server.sessions.connection;

import org.jspecify.annotations.NullMarked;
