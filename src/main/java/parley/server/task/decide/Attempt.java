package parley.server.task.decide;

import java.util.Optional;
import parley.message.Progress;

/**
 * One attempt of a client at its update, over all states of the attempt.
 *
 * @param number from 1; 0: the client has made no attempt yet
 * @param offer the current offer
 * @param proceeded the session in which the client was first told to apply; empty: not yet
 * @param progress how much it has downloaded
 */
public record Attempt(
        long number, Optional<CurrentOffer> offer, Optional<String> proceeded, Optional<Progress> progress) {

    static final Attempt NONE = new Attempt(0, Optional.empty(), Optional.empty(), Optional.empty());

    /** Another attempt with the same offer. */
    Attempt numbered(long other) {
        return new Attempt(other, offer, Optional.empty(), Optional.empty());
    }

    Attempt with(CurrentOffer current) {
        return new Attempt(number, Optional.of(current), proceeded, progress);
    }

    Attempt withoutOffer() {
        return new Attempt(number, Optional.empty(), Optional.empty(), progress);
    }

    /** Told to apply, in this session; without effect if it was told before. */
    Attempt toldToProceed(String session) {
        return new Attempt(number, offer, proceeded.or(() -> Optional.of(session)), progress);
    }

    Attempt with(Progress now) {
        return new Attempt(number, offer, proceeded, Optional.of(now));
    }
}
