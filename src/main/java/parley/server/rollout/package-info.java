/**
 * What happens to tasks and clients by time or because of other clients: expiry, deadlines, time-outs, the opening of
 * windows, the switch-over of clients that apply together, the end of tasks. It has its own timer. Signals of the
 * event log say which tasks to check; a scan every two seconds finds what they missed, so nothing is lost with a
 * process.
 *
 * <p>Waves and thresholds belong here: they decide when a client of the negotiation may go on.
 */
@NullMarked
package parley.server.rollout;

import org.jspecify.annotations.NullMarked;
