/**
 * Tasks and their clients: {@code model} (the rows of the database), {@code decide} (pure: the result of a message or
 * an event), {@code service} (transactions of operators, sessions and timers), {@code query} (lists and counts),
 * {@code selector} (label selectors), {@code api} (REST). Each uses only those named before it, except that
 * {@code decide} and {@code selector} use no other package of these.
 */
@NullMarked
package parley.server.task;

import org.jspecify.annotations.NullMarked;
