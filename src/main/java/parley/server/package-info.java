/**
 * The server: tasks, bundles, tokens and the sessions of clients, on any Jakarta EE 10 server.
 *
 * <p>Laid out by what it does, one package each. Nobody depends on the server; the server depends on {@code
 * parley.protocol} and {@code parley.message} and on nothing else of the client library.
 */
@NullMarked
package parley.server;

import org.jspecify.annotations.NullMarked;
