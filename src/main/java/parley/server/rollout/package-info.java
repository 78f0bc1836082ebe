/**
 * What happens to tasks and clients by time and by each other: expiry, deadlines, time-outs, the opening of windows,
 * the switch-over of clients that apply together, the end of tasks. It has a timer of its own. Signals of the event log
 * say which tasks to look at; a scan every two seconds finds what they missed, so nothing is lost with a process.
 *
 * <p>Waves and thresholds have their place here: they decide when a gate of the negotiation opens.
 */
@NullMarked
package parley.server.rollout;

import org.jspecify.annotations.NullMarked;
