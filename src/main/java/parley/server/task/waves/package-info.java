/**
 * The waves of a rollout: how many clients may begin, who of them comes first, when the next wave opens, and when a
 * task pauses itself. Pure: counts and a time in, decisions out; no database, no clock. Who calls it acts in one
 * transaction under a lock, so that two callers never open a wave or give a place twice.
 *
 * <p>Not in here: where a client waits for its wave (the gate between accept and {@code agreed}, see
 * {@link parley.server.task.decide.Barrier}), and how often it is looked at.
 */
@NullMarked
package parley.server.task.waves;

import org.jspecify.annotations.NullMarked;
