/**
 * {@code parley doctor}: looks for what keeps a server or a client from working. Changes nothing but a temporary file
 * in folders that have to be writable.
 */
@NullMarked
package parley.cli.doctor;

import org.jspecify.annotations.NullMarked;
