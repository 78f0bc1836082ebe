/**
 * What happens to tasks and clients by time and by each other: expiry, deadlines, time-outs, the opening of windows, the
 * switch-over of clients that apply together, the end of tasks. Everything
 * is found by looking at the database every few seconds, so nothing is lost with a process; what an event makes due at
 * once is done at once, and found by the next look where that fails.
 *
 * <p>Waves and thresholds have their place here: they decide when a gate of the negotiation opens.
 */
package parley.server.rollout;
