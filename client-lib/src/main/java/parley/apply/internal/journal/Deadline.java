package parley.apply.internal.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time within which something has to happen, by the clock of the machine, so that it holds over a restart. A clock
 * before the beginning was set back and proves nothing: then the time counts as over, which is the safe side.
 */
public record Deadline(Instant from, Instant until) {

    public static Deadline after(Duration time, Instant now) {
        return new Deadline(now, now.plus(time));
    }

    /** How much is left; empty when it is over. */
    public Optional<Duration> left(Instant now) {
        return now.toEpochMilli() < from.toEpochMilli() || !now.isBefore(until)
                ? Optional.empty()
                : Optional.of(Duration.between(now, until));
    }

    public String words() {
        return from.toEpochMilli() + " " + until.toEpochMilli();
    }

    public static Deadline of(String words) {
        String[] parts = words.split(" ", 2);
        return new Deadline(
                Instant.ofEpochMilli(Long.parseLong(parts[0])), Instant.ofEpochMilli(Long.parseLong(parts[1])));
    }
}
