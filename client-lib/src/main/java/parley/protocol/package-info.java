/**
 * Parley/1, the wire protocol (docs/protocol.md): bytes in, bytes out. No sockets, threads, clock or JSON in here.
 */
package parley.protocol;
