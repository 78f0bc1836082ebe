/**
 * {@code parley key …}: API keys of operators and programs.
 */
@NullMarked
package parley.cli.key;

import org.jspecify.annotations.NullMarked;
