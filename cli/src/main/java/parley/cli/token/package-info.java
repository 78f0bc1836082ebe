/**
 * {@code parley token …}: join tokens, which are shown once.
 */
@NullMarked
package parley.cli.token;

import org.jspecify.annotations.NullMarked;
