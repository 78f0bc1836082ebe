package parley.server.task.decide;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.message.Agreed;
import parley.message.Confirmed;
import parley.message.Offer;
import parley.message.Proceed;
import parley.message.Terms;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;

/**
 * The current offer to one client; it replaces an earlier one for good.
 *
 * @param since when the first offer of this attempt was made: the time of a deferral counts from there
 * @param keep the paths that the client keeps, by an earlier counter-offer
 * @param agreed whether both sides agreed on these changes: only then are files served
 */
public record CurrentOffer(
        String id,
        long attempt,
        BundleRef bundle,
        List<Change> changes,
        Terms terms,
        Instant since,
        Set<String> keep,
        boolean agreed) {

    public CurrentOffer {
        changes = List.copyOf(changes);
        keep = Set.copyOf(keep);
    }

    /** The same offer, agreed on. */
    public CurrentOffer agree() {
        return new CurrentOffer(id, attempt, bundle, changes, terms, since, keep, true);
    }

    /** Whether it proposes exactly this. */
    boolean proposes(BundleRef target, List<Change> steps, Terms on) {
        return bundle.equals(target) && changes.equals(steps) && terms.equals(on);
    }

    Offer offerMessage(String notes) {
        return new Offer(id, attempt, bundle, changes, terms, notes);
    }

    Agreed agreedMessage() {
        return new Agreed(id, changes, bytes());
    }

    Confirmed confirmedMessage() {
        return new Confirmed(id, attempt);
    }

    Proceed proceedMessage() {
        return new Proceed(id);
    }

    /** The bytes to download: every blob once. */
    public long bytes() {
        Map<Digest, Long> blobs = new HashMap<>();
        changes.stream()
                .flatMap(change -> change.file().stream())
                .forEach(file -> blobs.put(file.sha256(), file.size()));
        return blobs.values().stream().mapToLong(Long::longValue).sum();
    }
}
