/**
 * The server: tasks, bundles, tokens and the sessions of clients, on any Jakarta EE 10 server.
 *
 * <p>One package for each function. No module depends on the server; of the client library the server uses only
 * {@code parley.protocol} and {@code parley.message}.
 */
@NullMarked
package parley.server;

import org.jspecify.annotations.NullMarked;
