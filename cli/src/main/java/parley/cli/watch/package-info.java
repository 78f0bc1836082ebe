/**
 * Following a task: where news comes from ({@link parley.cli.watch.TaskFeed}) and how it is shown
 * ({@code TaskDisplay}).
 *
 * <p>News may be skipped (two changes between two looks show as one); the last state is always shown.
 */
@NullMarked
package parley.cli.watch;

import org.jspecify.annotations.NullMarked;
