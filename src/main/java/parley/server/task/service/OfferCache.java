package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import parley.server.task.decide.CurrentOffer;
import parley.server.task.model.StoredOffer;

/**
 * A cache of parsed offers. Their content never changes; an agreement is cached, because it is final, a missing
 * agreement is not. Bounded by the size of the texts. Thread-safe.
 */
@ApplicationScoped
public class OfferCache {

    private static final long MAX_CHARACTERS = 16L * 1024 * 1024;

    /** A parsed character needs some three bytes of the heap: together a twentieth of it. */
    private static final long HEAP_FOR_CHARACTER = 64;

    private final long most = Math.min(MAX_CHARACTERS, Runtime.getRuntime().maxMemory() / HEAP_FOR_CHARACTER);

    private record Entry(CurrentOffer offer, int size) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    /** The offer with this id, if it is cached as agreed on: then its row is not needed. */
    synchronized Optional<CurrentOffer> agreed(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::offer).filter(CurrentOffer::agreed);
    }

    /** @param stored as it was committed, because its agreement is cached */
    synchronized CurrentOffer of(StoredOffer stored) {
        Entry known = entries.get(stored.id());
        if (known != null && known.offer().agreed() == stored.agreed()) {
            return known.offer();
        }
        CurrentOffer content = known != null ? known.offer() : stored.parse();
        CurrentOffer offer = stored.agreed() ? content.agree() : content;
        entries.put(stored.id(), new Entry(offer, stored.size()));
        characters += known != null ? 0 : stored.size();
        Iterator<Entry> eldest = entries.values().iterator();
        while (characters > most && eldest.hasNext()) {
            characters -= eldest.next().size();
            eldest.remove();
        }
        return offer;
    }
}
