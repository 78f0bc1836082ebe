package parley.message.policy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import parley.message.Window;

/**
 * The hours in which clients may apply: from {@code start} on these days, by the clocks of {@code zone}, for
 * {@code duration}.
 *
 * <p>Clock changes follow RFC 5545 (§3.3.5, §3.3.6): a start that the clocks skip uses the offset before the change,
 * of a start that they show twice the first one counts, and the duration is elapsed time, not clock time.
 *
 * @param days at least one
 * @param start to the minute
 * @param duration {@link #LEAST} to {@link #MOST}
 */
public record WeeklyWindow(Set<DayOfWeek> days, LocalTime start, Duration duration, ZoneId zone) {

    public static final Duration LEAST = Duration.ofMinutes(1);
    public static final Duration MOST = Duration.ofHours(24);

    // Opened the day before, at most, and still open; and every day of the week comes within seven days.
    private static final int DAYS_BACK = 2;

    /** @throws IllegalArgumentException when there is no day, or the duration is out of bounds */
    public WeeklyWindow {
        Objects.requireNonNull(start);
        Objects.requireNonNull(zone);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a window on no day");
        }
        if (duration.compareTo(LEAST) < 0 || duration.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("a window of " + duration);
        }
        days = Set.copyOf(EnumSet.copyOf(days));
    }

    /** The window that is open at this instant, or the next one. */
    public Window at(Instant now) {
        LocalDate day = LocalDate.ofInstant(now, zone).minusDays(DAYS_BACK);
        while (true) {
            if (days.contains(day.getDayOfWeek())) {
                Instant from = ZonedDateTime.of(day, start, zone).toInstant();
                if (now.isBefore(from.plus(duration))) {
                    return new Window(from, from.plus(duration));
                }
            }
            day = day.plusDays(1);
        }
    }

    /** Whether clients may apply at this instant: from the opening (inclusive) to the closing (exclusive). */
    public boolean open(Instant now) {
        return !now.isBefore(at(now).from());
    }
}
