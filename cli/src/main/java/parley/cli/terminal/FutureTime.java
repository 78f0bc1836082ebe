package parley.cli.terminal;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a time in the future: {@code 2h} (from now), {@code 22:00} (the next time that it is 22:00),
 * {@code 2026-11-23 08:00} (in the zone of the clock), or RFC 3339.
 */
public final class FutureTime {

    private FutureTime() {}

    /**
     * The time that {@code text} means, in whole seconds.
     *
     * @throws TypeConversionException if it is not a time, or is in the past
     */
    public static Instant parse(String text, Clock clock) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        Instant meant = meant(text.strip(), now);
        if (!meant.isAfter(now.toInstant())) {
            throw new TypeConversionException("'" + text.strip() + "' has passed");
        }
        return meant.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant meant(String text, ZonedDateTime now) {
        try {
            if (text.matches("[0-9]{1,2}:[0-9]{2}")) {
                return next(LocalTime.parse(text.length() == 4 ? "0" + text : text), now)
                        .toInstant();
            }
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?")) {
                return LocalDateTime.parse(text.replace(' ', 'T'))
                        .atZone(now.getZone())
                        .toInstant();
            }
            if (text.matches("[0-9]{4}-.*")) {
                return OffsetDateTime.parse(text).toInstant();
            }
            return now.toInstant().plus(new HumanDuration().convert(text));
        } catch (DateTimeException | ArithmeticException | TypeConversionException e) {
            throw new TypeConversionException(
                    "'" + text + "' is no time such as 2h, 22:00, '2026-11-23 08:00' or 2026-11-23T08:00:00Z");
        }
    }

    private static ZonedDateTime next(LocalTime time, ZonedDateTime now) {
        ZonedDateTime today = now.with(time);
        return today.isAfter(now) ? today : now.plusDays(1).with(time);
    }
}
