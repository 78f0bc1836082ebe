/**
 * Follows a task: its snapshots come from a {@link parley.cli.watch.TaskFeed}, a {@code TaskDisplay} shows them.
 *
 * <p>Changes may be skipped (two changes between two snapshots show as one); the last state is always shown.
 */
@NullMarked
package parley.cli.watch;

import org.jspecify.annotations.NullMarked;
