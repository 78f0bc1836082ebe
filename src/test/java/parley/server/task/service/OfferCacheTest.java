package parley.server.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parley.message.ApplyMode;
import parley.message.Severity;
import parley.message.Terms;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;
import parley.server.task.decide.CurrentOffer;
import parley.server.task.model.StoredOffer;

class OfferCacheTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static final Terms TERMS = new Terms(
            Severity.MANDATORY,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            ApplyMode.AT_ONCE,
            Optional.empty());

    private final OfferCache cache = new OfferCache();

    @Test
    void thatAnOfferIsNotAgreedOnIsNotRemembered() {
        StoredOffer stored = offer("o1");

        assertThat(cache.of(stored).agreed()).isFalse();

        assertThat(cache.agreed("o1")).isEmpty();
        stored.agree();
        assertThat(cache.of(stored).agreed()).isTrue();
    }

    @Test
    void thatAnOfferIsAgreedOnIsRememberedAndItsRowNotNeeded() {
        StoredOffer stored = offer("o1");
        stored.agree();
        CurrentOffer agreed = cache.of(stored);

        assertThat(cache.agreed("o1")).contains(agreed);
        assertThat(agreed.changes()).containsExactly(Change.remove("extra.conf"));
        assertThat(cache.agreed("o2")).isEmpty();
    }

    @Test
    void whatAnOfferSaysIsParsedOnce() {
        assertThat(cache.of(offer("o1"))).isSameAs(cache.of(offer("o1")));
    }

    private static StoredOffer offer(String id) {
        BundleRef bundle = new BundleRef("web", "2", 2, new Digest("sha256:" + "2".repeat(64)));
        return new StoredOffer(
                "c1",
                new CurrentOffer(id, 1, bundle, List.of(Change.remove("extra.conf")), TERMS, NOW, Set.of(), false),
                "",
                NOW);
    }
}
