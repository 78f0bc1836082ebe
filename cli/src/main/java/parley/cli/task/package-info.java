/**
 * {@code parley task …}: update tasks, from their creation to their end.
 */
@NullMarked
package parley.cli.task;

import org.jspecify.annotations.NullMarked;
