package parley.server.task.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import parley.message.ApplyMode;
import parley.message.OperatingSystem;
import parley.message.Severity;
import parley.message.Terms;

/**
 * What a task allows and demands of its clients. Immutable; the defaults are safe and fit five machines in one room.
 *
 * @param expiresIn how long the task's tokens admit new clients, at most 30 days
 * @param maxClients how many distinct clients one token admits
 * @param expectedClients how many clients the operator expects; empty: those that joined so far
 * @param dropOut what happens with {@code together} when a client ends badly before all were ready
 * @param window when clients may apply; empty: at any time
 * @param maxDefer how long a client may defer in all; zero: not at all
 * @param deadline when, after the start, a client that has not finished is timed out; empty: expiry and 24 hours
 * @param stateTimeout how long a client may stay silent within one state
 * @param confirm within which time after applying a client has to be confirmed over a new connection, or rolls back;
 *     zero: it need not
 * @param platforms which clients it is for, at least one; the names in its bundles need to be good on these only
 */
public record Policy(
        Duration expiresIn,
        int maxClients,
        Optional<Integer> expectedClients,
        ApplyMode apply,
        DropOut dropOut,
        Optional<WeeklyWindow> window,
        Severity severity,
        Duration maxDefer,
        Optional<Duration> deadline,
        Duration stateTimeout,
        boolean keepLocal,
        boolean allowDowngrade,
        Duration confirm,
        Retry retry,
        Set<OperatingSystem> platforms,
        LinkPolicy links) {

    public static final Duration MAX_EXPIRES_IN = Duration.ofDays(30);
    public static final Duration MAX_DEADLINE = Duration.ofDays(60);
    public static final Duration MAX_CONFIRM = Duration.ofHours(24);
    public static final int MAX_CLIENTS = 100_000;

    public static final Policy DEFAULT = new Policy(
            Duration.ofHours(24),
            100,
            Optional.empty(),
            ApplyMode.AT_ONCE,
            DropOut.PAUSE,
            Optional.empty(),
            Severity.MANDATORY,
            Duration.ZERO,
            Optional.empty(),
            Duration.ofHours(1),
            false,
            false,
            Duration.ofMinutes(10),
            Retry.DEFAULT,
            OperatingSystem.ALL,
            LinkPolicy.KEEP);

    private static final Duration GRACE_AFTER_EXPIRY = Duration.ofHours(24);

    /** How long after the start of the task a client that has not finished is timed out. */
    public Duration deadlineIn() {
        return deadline.orElseGet(() -> expiresIn.plus(GRACE_AFTER_EXPIRY));
    }

    /**
     * What an offer says of it that is made now.
     *
     * @param since when the first offer of the attempt was made: deferring counts from there
     * @param until the task's deadline
     * @param confirms whether the client can leave an update open until it is confirmed; one that cannot is not asked to
     */
    Terms terms(Instant since, Optional<Instant> until, boolean confirms, Instant now) {
        Optional<Instant> deferUntil = maxDefer.isZero() ? Optional.empty() : Optional.of(since.plus(maxDefer));
        Optional<Duration> confirmWithin = confirms && !confirm.isZero() ? Optional.of(confirm) : Optional.empty();
        return new Terms(
                severity,
                deferUntil,
                window.map(hours -> hours.at(now)),
                until,
                keepLocal,
                allowDowngrade,
                apply,
                confirmWithin,
                platforms);
    }
}
