package parley.cli.terminal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code 90s}, {@code 45m}, {@code 2h}, {@code 1d12h}, {@code 2w} and ISO 8601 ({@code PT2H}). The result is
 * positive.
 */
public final class HumanDuration implements ITypeConverter<Duration> {

    private static final Pattern PART = Pattern.compile("\\G\\s*([0-9]{1,9})\\s*(ms|s|min|m|h|d|w)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "min", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    @Override
    public Duration convert(String text) {
        Duration duration = text.strip().toUpperCase(Locale.ROOT).startsWith("P") ? iso(text) : parts(text);
        if (duration.isZero() || duration.isNegative()) {
            throw new TypeConversionException("'" + text + "' is not longer than nothing");
        }
        return duration;
    }

    private static Duration parts(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        Matcher part = PART.matcher(lower);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find()) {
            Duration unit = UNITS.get(part.group(2));
            if (unit == null) {
                throw notADuration(text);
            }
            sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
            end = part.end();
        }
        if (lower.isEmpty() || end != lower.length()) {
            throw notADuration(text);
        }
        return sum;
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw notADuration(text);
        }
    }

    private static TypeConversionException notADuration(String text) {
        return new TypeConversionException("'" + text + "' is not a duration such as 45m, 2h, 1d12h or PT2H");
    }
}
