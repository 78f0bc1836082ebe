package parley.server.task.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parley.message.bundle.Change;
import parley.server.task.decide.CurrentOffer;
import parley.server.task.model.StoredOffer;

/**
 * The JSON of an offer.
 *
 * @param status {@code open}: not answered; {@code accepted}; {@code replaced}: by another offer or by the end of the
 *     attempt
 * @param kept the paths that the client keeps, by its counter-offer
 */
public record OfferJson(
        String offer,
        long attempt,
        Instant at,
        String status,
        Bundle bundle,
        long bytes,
        List<Step> changes,
        List<String> kept) {

    /** The offered bundle. */
    public record Bundle(String name, String version, long sequence, String sha256) {}

    /** One change; size, digest and mode are of what would be there. */
    public record Step(
            String path, String action, Optional<Long> size, Optional<String> sha256, Optional<String> mode) {

        static Step of(Change change) {
            return new Step(
                    change.path(),
                    change.action().word(),
                    change.file().map(file -> file.size()),
                    change.file().map(file -> file.sha256().text()),
                    change.file().map(file -> file.mode().text()));
        }
    }

    /** All offers, the first one first. */
    public record All(List<OfferJson> offers) {}

    static OfferJson of(StoredOffer stored) {
        CurrentOffer content = stored.parse();
        return new OfferJson(
                content.id(),
                content.attempt(),
                stored.created(),
                stored.agreed() ? "accepted" : stored.current() ? "open" : "replaced",
                new Bundle(
                        content.bundle().name(),
                        content.bundle().version(),
                        content.bundle().sequence(),
                        content.bundle().sha256().text()),
                content.bytes(),
                content.changes().stream().map(Step::of).toList(),
                content.keep().stream().sorted().toList());
    }
}
