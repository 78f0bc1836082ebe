/**
 * The state machine between one client and one task: durable state and a message in, new state, messages and
 * transitions out. Pure: no database, sockets, threads or clock; the caller stores the
 * {@link parley.server.task.decide.NegotiationStep} in one transaction and sends its messages after the commit.
 *
 * <p>Not in here: admission (hello), tokens, and the timers that check whether a client is still blocked. Approval
 * blocks a client before {@code joined} ({@code pending}), waves and windows between accept and {@code agreed}
 * ({@code waiting}), {@code together} between {@code staged} and {@code proceed}, the confirmed commit between
 * {@code checking} and {@code succeeded} ({@code confirming}): see docs/states.md.
 */
@NullMarked
package parley.server.task.decide;

import org.jspecify.annotations.NullMarked;
