package parley.apply;

import parley.message.BundleRef;

/**
 * What an update is for.
 *
 * @param server the identity of the server, as text without white space
 * @param offer the offer's id
 * @param attempt the attempt that the offer belongs to; 0 when it is no offer but a restored back-up
 * @param bundle the bundle that the destination will hold
 */
record Target(String server, String offer, long attempt, BundleRef bundle) {

    boolean isOffer() {
        return attempt > 0;
    }
}
