/**
 * The threads of clients: one mailbox for each client, calls of the handler beside it, timers; all of them on a few
 * threads that the clients of a JVM share.
 */
package parley.client.internal.concurrent;
