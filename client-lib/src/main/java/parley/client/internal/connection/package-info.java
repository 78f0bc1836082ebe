/**
 * The connection to the server: URLs and back-off, WebSocket, handshake, records, heartbeat, close (docs/protocol.md,
 * sections 4 to 6). {@code negotiation} interprets the messages.
 */
@NullMarked
package parley.client.internal.connection;

import org.jspecify.annotations.NullMarked;
