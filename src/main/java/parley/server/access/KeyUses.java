package parley.server.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.server.threads.ServerThreads;

/**
 * Writes down when keys were last used, at most once a minute for each key, also on several nodes. No request waits for
 * that or fails because of it; what cannot be written is left to the next use. Thread-safe.
 */
@ApplicationScoped
public class KeyUses {
    static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(KeyUses.class.getName());

    @Inject
    ApiKeys keys;

    @Inject
    ServerThreads threads;

    @Inject
    Clock clock;

    /** The ids of the keys whose use is being written; at most one entry for each key. */
    private final Set<String> writing = ConcurrentHashMap.newKeySet();

    /** Notes a use of this key, as it was just read. */
    public void note(ApiKey key) {
        Instant now = clock.instant();
        boolean due =
                key.lastUsed().map(last -> last.plus(NOTED_EVERY).isBefore(now)).orElse(true);
        if (!due || !writing.add(key.id())) {
            return;
        }
        try {
            threads.background().execute(() -> write(key, now));
        } catch (RejectedExecutionException e) {
            writing.remove(key.id());
            failed(key, e);
        }
    }

    private void write(ApiKey key, Instant now) {
        try {
            keys.used(key.id(), now, now.minus(NOTED_EVERY));
        } catch (RuntimeException e) {
            failed(key, e);
        } finally {
            writing.remove(key.id());
        }
    }

    private static void failed(ApiKey key, RuntimeException e) {
        LOG.log(Level.WARNING, "The use of the key " + key.id() + " could not be written; its next use will be.", e);
    }
}
