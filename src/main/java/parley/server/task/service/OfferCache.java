package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import parley.server.task.decide.CurrentOffer;
import parley.server.task.model.StoredOffer;

/**
 * The content of offers that were read lately, which never changes; whether one is agreed on is not in here. Bounded by
 * the size of the texts. Thread-safe.
 */
@ApplicationScoped
public class OfferCache {

    private static final long MAX_CHARACTERS = 16L * 1024 * 1024;

    /** What is read from a character needs some three bytes of the heap: together a twentieth of it. */
    private static final long HEAP_FOR_CHARACTER = 64;

    private final long most = Math.min(MAX_CHARACTERS, Runtime.getRuntime().maxMemory() / HEAP_FOR_CHARACTER);

    private record Entry(CurrentOffer offer, int size) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    synchronized CurrentOffer contentOf(StoredOffer stored) {
        Entry known = entries.get(stored.id());
        if (known != null) {
            return known.offer();
        }
        CurrentOffer offer = stored.parse();
        entries.put(stored.id(), new Entry(offer, stored.size()));
        characters += stored.size();
        Iterator<Entry> eldest = entries.values().iterator();
        while (characters > most && eldest.hasNext()) {
            characters -= eldest.next().size();
            eldest.remove();
        }
        return offer;
    }
}
