/**
 * Tasks and the clients in them, in rooms: {@code model} (what the database holds), {@code decide} (pure: what follows
 * from a message or an event), {@code service} (transactions: what operators, sessions and the clock do), {@code query}
 * (lists and counts), {@code selector} (label selectors), {@code api} (REST). Each knows only those named before it,
 * except that {@code decide} and {@code selector} know no other room.
 */
@NullMarked
package parley.server.task;

import org.jspecify.annotations.NullMarked;
