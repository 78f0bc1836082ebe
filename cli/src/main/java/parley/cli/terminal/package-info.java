/**
 * The terminal: the shell around one run, exit codes, errors in three parts, tables, sizes, times, progress.
 *
 * <p>Nothing here knows REST or the protocol. Colour is used on a terminal only, never when {@code NO_COLOR} is set,
 * and never as the only sign.
 */
@NullMarked
package parley.cli.terminal;

import org.jspecify.annotations.NullMarked;
