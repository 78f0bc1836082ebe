package parley.apply.internal.plan;

import java.io.IOException;
import parley.apply.internal.disk.FileAccess;
import parley.message.Offer;

/** Is told of an offer that a folder can take, before a person is asked about it. */
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
