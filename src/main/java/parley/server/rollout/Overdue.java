package parley.server.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import parley.message.ClientState;
import parley.server.negotiation.Policy;

/**
 * When a client's time is up in one task, at one instant: pure.
 *
 * @param paused whether the task is paused: then nobody is too silent, but the deadline stays
 * @param goesOnSince since when the task is not held up; silence before that does not count
 */
record Overdue(Policy policy, Optional<Instant> deadline, boolean paused, Optional<Instant> goesOnSince, Instant now) {

    private static final Duration TO_SAY_SO = Duration.ofMinutes(1);

    /** Whoever has said something since is not overdue; empty: nobody is. */
    Optional<Instant> latest() {
        if (pastDeadline()) {
            return Optional.of(now);
        }
        return paused ? Optional.empty() : Optional.of(now.minus(policy.stateTimeout()));
    }

    /**
     * Why the client is to be timed out now, in words; empty while it has time.
     *
     * @param lastWord when it last changed its state, reported, or was sent files
     * @param waitUntil until when it was allowed to stay away
     */
    Optional<String> why(ClientState state, Instant lastWord, Optional<Instant> waitUntil) {
        if (state.terminal()) {
            return Optional.empty();
        }
        if (pastDeadline()) {
            return Optional.of("the deadline of the task has passed");
        }
        boolean othersTurn = paused || state == ClientState.PENDING || state == ClientState.WAITING;
        Instant from = later(later(lastWord, waitUntil), goesOnSince);
        Duration patience = patience(state);
        if (!othersTurn && !now.isBefore(from.plus(patience))) {
            return Optional.of("nothing was heard for " + patience + " in the state " + state.word());
        }
        return Optional.empty();
    }

    /** A client that waits for its confirmation rolls back by itself when its time is up, and has to be able to say so. */
    private Duration patience(ClientState state) {
        Duration untilRolledBack = policy.confirm().plus(TO_SAY_SO);
        boolean needsMore = state == ClientState.CONFIRMING && untilRolledBack.compareTo(policy.stateTimeout()) > 0;
        return needsMore ? untilRolledBack : policy.stateTimeout();
    }

    private boolean pastDeadline() {
        return deadline.isPresent() && !now.isBefore(deadline.get());
    }

    private static Instant later(Instant one, Optional<Instant> other) {
        return other.filter(one::isBefore).orElse(one);
    }
}
