package parley.client.internal.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next round of tries: full jitter, between nothing and a bound that doubles from 1 s to
 * 60 s. When the server has said when to come back, the wait is at least that long.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofSeconds(60);
    /** The longest {@code retryAfter} that counts. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final RandomGenerator random;
    private Duration bound = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next wait; {@code retryAfter} is zero without a word of the server. */
    Duration next(Duration retryAfter) {
        Duration jitter = Duration.ofMillis(random.nextLong(bound.toMillis() + 1));
        bound = shorter(bound.multipliedBy(2), LAST);
        return shorter(retryAfter, LONGEST_RETRY_AFTER).plus(jitter);
    }

    /** The server has been reached: the next wait is short again. */
    void reset() {
        bound = FIRST;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
