package parley.server.rollout;

import java.time.Instant;
import java.util.Optional;
import parley.message.ClientState;
import parley.server.negotiation.Policy;

/** When a client's time is up: pure. */
final class Overdue {

    private Overdue() {}

    /** Whoever has said something since is not overdue. */
    static Instant latest(Policy policy, Optional<Instant> deadline, Instant now) {
        boolean over = deadline.isPresent() && !now.isBefore(deadline.get());
        return over ? now : now.minus(policy.stateTimeout());
    }

    /**
     * Why the client is to be timed out now, in words; empty while it has time.
     *
     * @param lastWord when it last changed its state, reported, or was sent files
     * @param waitUntil until when it was allowed to stay away
     */
    static Optional<String> why(
            ClientState state,
            Instant lastWord,
            Optional<Instant> waitUntil,
            Policy policy,
            Optional<Instant> deadline,
            Instant now) {
        if (state.terminal()) {
            return Optional.empty();
        }
        if (deadline.isPresent() && !now.isBefore(deadline.get())) {
            return Optional.of("the deadline of the task has passed");
        }
        boolean othersTurn = state == ClientState.PENDING || state == ClientState.WAITING;
        Instant from = waitUntil.filter(lastWord::isBefore).orElse(lastWord);
        if (!othersTurn && !now.isBefore(from.plus(policy.stateTimeout()))) {
            return Optional.of("nothing was heard for " + policy.stateTimeout() + " in the state " + state.word());
        }
        return Optional.empty();
    }
}
