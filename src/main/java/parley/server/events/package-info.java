/**
 * The events of tasks: as pages of JSON, and as Server-Sent Events.
 *
 * <p>Promises that an event is written in the transaction of its change and sent only after the commit, that a reader
 * that continues after the last number that it has seen misses nothing and gets nothing twice, also from other nodes,
 * and that a slow reader is dropped and never buffered for. Does not promise an event for every intermediate state: an
 * event has the state of its subject at that time, and later events may replace it.
 */
@NullMarked
package parley.server.events;

import org.jspecify.annotations.NullMarked;
