/**
 * What a client stores between processes: keys, the offer with its steps, reports. Promises that each file is the old
 * one or the new one after a crash, and that only one process at a time uses the files of a server.
 */
@NullMarked
package parley.client.internal.store;

import org.jspecify.annotations.NullMarked;
