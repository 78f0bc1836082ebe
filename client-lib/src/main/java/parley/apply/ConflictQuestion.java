package parley.apply;

import parley.message.Offer;

/**
 * Decides on one file that somebody else changed. Called for each such file of an offer, before the offer is answered.
 */
@FunctionalInterface
public interface ConflictQuestion {

    /** What to do with it; a later offer asks again only if the file has changed since. */
    OnConflict decide(Offer offer, Conflict conflict);
}
