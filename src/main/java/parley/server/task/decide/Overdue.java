package parley.server.task.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import parley.message.ClientState;

/**
 * When a client of a task times out, at one instant: pure.
 *
 * @param barrier what blocks its clients: a blocked client does not time out for silence
 * @param paused whether the task is paused: then no client times out for silence, but the deadline stays
 * @param resumed when the task was last resumed; silence before that does not count
 */
public record Overdue(Barrier barrier, Optional<Instant> deadline, boolean paused, Optional<Instant> resumed) {

    private static final Duration TO_SAY_SO = Duration.ofMinutes(1);

    /** A client that has sent something since is not overdue; empty: no client is. */
    public Optional<Instant> latest() {
        if (pastDeadline()) {
            return Optional.of(barrier.now());
        }
        Duration shortest = barrier.policy()
                .approvalTimeout()
                .filter(limit -> limit.compareTo(barrier.policy().stateTimeout()) < 0)
                .orElse(barrier.policy().stateTimeout());
        return paused ? Optional.empty() : Optional.of(barrier.now().minus(shortest));
    }

    /**
     * Why the client times out now; empty while it has time.
     *
     * @param proceeds whether it was told to apply
     * @param lastWord when it last changed its state, reported, or was sent files
     * @param waitUntil until when it was allowed to stay away
     */
    public Optional<String> why(ClientState state, boolean proceeds, Instant lastWord, Optional<Instant> waitUntil) {
        if (state.terminal()) {
            return Optional.empty();
        }
        if (pastDeadline()) {
            return Optional.of("the deadline of the task has passed");
        }
        if (state == ClientState.PENDING) {
            return notApproved(later(lastWord, resumed));
        }
        boolean othersTurn = paused || barrier.before(state, proceeds).isPresent();
        Instant from = later(later(later(lastWord, waitUntil), resumed), barrier.openSince());
        Duration patience = patience(state);
        if (!othersTurn && !barrier.now().isBefore(from.plus(patience))) {
            return Optional.of("nothing was heard for " + patience + " in the state " + state.word());
        }
        return Optional.empty();
    }

    private Optional<String> notApproved(Instant since) {
        return barrier.policy()
                .approvalTimeout()
                .filter(limit -> !paused && !barrier.now().isBefore(since.plus(limit)))
                .map(limit -> "no operator approved it within " + limit);
    }

    /**
     * A client that waits for its confirmation rolls back by itself when its time is over, and needs time to report
     * that.
     */
    private Duration patience(ClientState state) {
        Policy policy = barrier.policy();
        Duration untilRolledBack = policy.confirm().plus(TO_SAY_SO);
        boolean needsMore = state == ClientState.CONFIRMING && untilRolledBack.compareTo(policy.stateTimeout()) > 0;
        return needsMore ? untilRolledBack : policy.stateTimeout();
    }

    private boolean pastDeadline() {
        return deadline.isPresent() && !barrier.now().isBefore(deadline.get());
    }

    private static Instant later(Instant one, Optional<Instant> other) {
        return other.filter(one::isBefore).orElse(one);
    }
}
