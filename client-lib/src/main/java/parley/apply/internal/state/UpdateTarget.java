package parley.apply.internal.state;

import parley.apply.Origin;
import parley.message.bundle.BundleRef;

/**
 * What an update is for.
 *
 * @param origin whose bundle it is; the identity of the server is text without white space
 * @param offer the offer's id
 * @param attempt the attempt that the offer belongs to; 0 when it is no offer but a restored back-up
 */
public record UpdateTarget(Origin origin, String offer, long attempt) {

    /** Of a task that has no name here. */
    public UpdateTarget(String server, String offer, long attempt, BundleRef bundle) {
        this(new Origin(server, "", "", bundle), offer, attempt);
    }

    String server() {
        return origin.server();
    }

    public BundleRef bundle() {
        return origin.bundle();
    }

    public boolean isOffer() {
        return attempt > 0;
    }

    /** Whether it is the same offer of the same server, whatever its task is called by now. */
    public boolean isSameOfferAs(UpdateTarget other) {
        return server().equals(other.server()) && offer.equals(other.offer) && attempt == other.attempt;
    }
}
