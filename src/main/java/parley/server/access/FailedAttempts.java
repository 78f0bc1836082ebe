package parley.server.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Locks out addresses with repeated wrong credentials: after five failures for a second, then twice as long after each
 * further one, up to a quarter of an hour. Forgets an address after an hour without failures.
 *
 * <p>All addresses of one {@link Network} count as one. Remembers at most 10 000, drops the oldest failures first, and
 * forgets all at a restart. Thread-safe.
 */
@ApplicationScoped
public class FailedAttempts {
    static final int FREE = 5;
    private static final int REMEMBERED = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private record Failures(int count, Instant last, Instant lockedUntil) {}

    private final Map<String, Failures> byNetwork = new LinkedHashMap<>();
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // the proxy's, whose fields nobody reads
    protected FailedAttempts() {}

    @Inject
    public FailedAttempts(Clock clock) {
        this.clock = clock;
    }

    /** How long this address is still locked out; zero if it is not. */
    public synchronized Duration lockedFor(String address) {
        Failures failures = byNetwork.get(Network.of(address));
        Duration left = failures == null ? Duration.ZERO : Duration.between(clock.instant(), failures.lockedUntil());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Counts a failure and returns the number of failures. */
    public synchronized int failed(String address) {
        Instant now = clock.instant();
        Failures before = byNetwork.remove(Network.of(address));
        int count = before == null || before.last().plus(FORGOTTEN_AFTER).isBefore(now) ? 1 : before.count() + 1;
        byNetwork.put(Network.of(address), new Failures(count, now, now.plus(lock(count))));
        if (byNetwork.size() > REMEMBERED) {
            byNetwork.remove(byNetwork.keySet().iterator().next());
        }
        return count;
    }

    public synchronized void succeeded(String address) {
        byNetwork.remove(Network.of(address));
    }

    private static Duration lock(int count) {
        if (count < FREE) {
            return Duration.ZERO;
        }
        Duration lock = Duration.ofSeconds(1L << Math.min(count - FREE, 20));
        return lock.compareTo(LONGEST) < 0 ? lock : LONGEST;
    }
}
