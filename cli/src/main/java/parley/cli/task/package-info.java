/**
 * {@code parley task …}: update tasks, from their creation to their end.
 */
package parley.cli.task;
