package parley.cli.terminal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes, durations and times for people, not for programs. */
public final class HumanFormat {

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.ENGLISH);

    private HumanFormat() {}

    /** {@code 512 B}, {@code 1.5 KiB}, {@code 20 MiB}. */
    public static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    /** {@code 3 clients}, {@code 1 client}: the number with the noun, in the plural where it belongs. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 45 s}, {@code 5 min}, {@code 23 h}, {@code 3 d}: rounded to the greatest unit that fits. */
    public static String duration(Duration duration) {
        long seconds = Math.abs(duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3570) {
            return (seconds + 30) / 60 + " min";
        }
        if (seconds < 2 * 86_400) {
            return (seconds + 1800) / 3600 + " h";
        }
        return (seconds + 43_200) / 86_400 + " d";
    }

    /** {@code in 23 h}, {@code 5 min ago}, {@code now}. */
    public static String fromNow(Instant when, Clock clock) {
        Duration ahead = Duration.between(clock.instant(), when);
        if (Math.abs(ahead.toSeconds()) < 1) {
            return "now";
        }
        return ahead.isNegative() ? duration(ahead) + " ago" : "in " + duration(ahead);
    }

    /** {@code 2026-11-22 14:05 CET}, in the zone of the clock. */
    public static String time(Instant when, Clock clock) {
        return MINUTE.format(when.atZone(clock.getZone()));
    }
}
