package parley.server.sessions;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import parley.protocol.KeyId;

/** The number of sessions, in all and of each token. Every method takes constant time. Thread-safe. */
final class SessionCounts {

    private final AtomicInteger all = new AtomicInteger();
    private final Map<KeyId, Integer> ofToken = new ConcurrentHashMap<>();

    void enter(KeyId token) {
        all.incrementAndGet();
        ofToken.merge(token, 1, Integer::sum);
    }

    void leave(KeyId token) {
        all.decrementAndGet();
        ofToken.computeIfPresent(token, (id, count) -> count > 1 ? count - 1 : null);
    }

    int all() {
        return all.get();
    }

    int of(KeyId token) {
        return ofToken.getOrDefault(token, 0);
    }
}
