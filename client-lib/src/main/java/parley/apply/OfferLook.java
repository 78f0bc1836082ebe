package parley.apply;

import java.io.IOException;
import parley.message.Offer;

/** Looks at an offer that a folder can take, before anybody is asked about it. */
interface OfferLook {
    void at(Offer offer, FileAccess files) throws IOException;

    /** This one, then another. */
    default OfferLook and(OfferLook next) {
        return (offer, files) -> {
            at(offer, files);
            next.at(offer, files);
        };
    }
}
