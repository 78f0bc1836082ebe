/**
 * The threads of clients: a mailbox for each client, calls of the handler, timers; all on a few threads that the
 * clients of a JVM share.
 */
@NullMarked
package parley.client.internal.concurrent;

import org.jspecify.annotations.NullMarked;
