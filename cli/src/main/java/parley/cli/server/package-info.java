/**
 * {@code parley serve} and {@code parley demo}: the server as a separate process, from a free port to a clean stop.
 *
 * <p>Promised: the server ends when the command ends, however that ends; two servers never share a data folder; errors
 * have three parts and come, if possible, before anything is changed. Out of scope: the work of the server; this
 * package knows the WAR only as a file.
 */
@NullMarked
package parley.cli.server;

import org.jspecify.annotations.NullMarked;
