/**
 * {@code parley client …}: clients as the server knows them.
 */
@NullMarked
package parley.cli.client;

import org.jspecify.annotations.NullMarked;
