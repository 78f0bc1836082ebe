package parley.server.webhooks;

import java.time.Duration;
import java.util.Optional;

/**
 * When a failed delivery is tried again: 5 s, 10 s, 20 s … 1 h after the attempt before, each up to a fifth shorter or
 * longer, so that not all webhooks of a target come back at once. Pure.
 *
 * @param inAll how long one event is tried
 */
record RetrySchedule(Duration inAll) {

    static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofHours(1);
    private static final double JITTER = 0.2;

    /** Doublings after which every delay is {@link #LONGEST}. */
    private static final int DOUBLINGS = 10;

    /**
     * The delay before the next attempt; empty: the event is given up.
     *
     * @param failures since the last success, this one included
     * @param tried how long this event has been tried
     * @param dice 0 to 1
     */
    Optional<Duration> next(int failures, Duration tried, double dice) {
        Duration delay = delay(failures, dice);
        return tried.plus(delay).compareTo(inAll) > 0 ? Optional.empty() : Optional.of(delay);
    }

    /** The delay after so many failures. */
    static Duration delay(int failures, double dice) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(Math.max(failures, 1) - 1, DOUBLINGS));
        Duration delay = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return Duration.ofMillis(Math.round(delay.toMillis() * (1 - JITTER + 2 * JITTER * dice)));
    }
}
