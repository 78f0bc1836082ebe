package parley.apply.internal.state;

import parley.apply.Origin;
import parley.message.bundle.BundleRef;

/**
 * The purpose of an update.
 *
 * @param origin where the bundle comes from; the identity of the server has no white space
 * @param offer the offer's id
 * @param attempt the attempt that the offer belongs to; 0 for the restore of a back-up
 */
public record UpdateTarget(Origin origin, String offer, long attempt) {

    /** For a task whose name is unknown here. */
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

    /** Whether it is the same offer of the same server, whatever the task's name is now. */
    public boolean isSameOfferAs(UpdateTarget other) {
        return server().equals(other.server()) && offer.equals(other.offer) && attempt == other.attempt;
    }
}
