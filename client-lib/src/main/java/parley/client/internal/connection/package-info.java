/**
 * The way to the server: URLs and back-off, WebSocket, handshake, records, heartbeat, close (docs/protocol.md, sections
 * 4 to 6). What messages mean is the matter of {@code negotiation}.
 */
package parley.client.internal.connection;
