/**
 * What a client remembers over its process: keys, the offer with its steps, reports. Promises that each file is the old
 * one or the new one after a crash, and that one process at a time works with what belongs to a server.
 */
package parley.client.internal.store;
