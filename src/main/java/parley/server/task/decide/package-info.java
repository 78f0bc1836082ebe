/**
 * The state machine between one client and one task: what the server durably knows and a message in, new state,
 * messages and transitions out. Pure: no database, sockets, threads or clock; who calls it stores the {@link
 * parley.server.task.decide.NegotiationStep} in one transaction and sends its messages after the commit.
 *
 * <p>Not in here: admission (hello), tokens, and when it is looked at whether a gate has opened. The gate of approval
 * stands before {@code joined}
 * ({@code pending}), that of waves and windows between accept and {@code agreed} ({@code waiting}), that of
 * {@code together} between {@code staged} and {@code proceed}, that of the confirmed commit between {@code checking}
 * and {@code succeeded} ({@code confirming}): see docs/states.md.
 */
@NullMarked
package parley.server.task.decide;

import org.jspecify.annotations.NullMarked;
