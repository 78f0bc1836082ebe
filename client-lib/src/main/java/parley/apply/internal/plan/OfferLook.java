package parley.apply.internal.plan;

import java.io.IOException;
import parley.apply.internal.disk.FileAccess;
import parley.message.Offer;

/** Looks at an offer that a folder can take, before anybody is asked about it. */
public interface OfferLook {
    void at(Offer offer, FileAccess files) throws IOException;

    /** This one, then another. */
    default OfferLook and(OfferLook next) {
        return (offer, files) -> {
            at(offer, files);
            next.at(offer, files);
        };
    }
}
