/**
 * {@code parley serve} and {@code parley demo}: the server as a process of its own, from a free port to a clean stop.
 *
 * <p>Promised: the server ends when the command ends, however that ends; two servers never share a data folder; what
 * goes wrong is said in three parts
 * before anything is changed where that can be known before. Out of scope: what the server does; this package knows the
 * WAR only as a file.
 */
package parley.cli.server;
