package parley.cli.policy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code [MO,TU…] 22:00-02:00 [Europe/Berlin]}: days as in RFC 5545 (every day if none is given, {@code MO-FR}
 * for several), from when to when (over midnight if the end is not after the beginning), and the time zone.
 *
 * @param days in the order of the week; empty: every day
 * @param start when the window opens
 * @param length how long it stays open, more than nothing and at most 24 h
 * @param zone empty: the operator's zone
 */
public record WindowOption(List<String> days, LocalTime start, Duration length, Optional<ZoneId> zone) {

    private static final List<String> WEEK = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
    private static final Pattern FORM = Pattern.compile(
            "(?:([A-Za-z,-]+)\\s+)?([0-9]{1,2}:[0-9]{2})\\s*[-–]\\s*([0-9]{1,2}:[0-9]{2})(?:\\s+(\\S+))?");

    /** The member {@code window} of a policy. */
    public JsonObject json(ZoneId usual) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        if (!days.isEmpty()) {
            json.add("days", Json.createArrayBuilder(days));
        }
        return json.add("start", start.toString())
                .add("duration", length.toString())
                .add("zone", zone.orElse(usual).getId())
                .build();
    }

    /** Makes one of the option's text. */
    public static final class Converter implements ITypeConverter<WindowOption> {

        @Override
        public WindowOption convert(String text) {
            Matcher form = FORM.matcher(text.strip());
            if (!form.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not a window such as '22:00-02:00' or 'MO-FR 22:00-02:00 Europe/Berlin'");
            }
            LocalTime start = time(form.group(2));
            Duration length = Duration.between(start, time(form.group(3)));
            boolean overMidnight = length.isNegative() || length.isZero();
            return new WindowOption(
                    form.group(1) == null ? List.of() : days(form.group(1).toUpperCase(Locale.ROOT)),
                    start,
                    overMidnight ? length.plusDays(1) : length,
                    Optional.ofNullable(form.group(4)).map(Converter::zone));
        }

        private static LocalTime time(String text) {
            try {
                return LocalTime.parse(text.length() == 4 ? "0" + text : text);
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text + "' is not a time of day from 00:00 to 23:59");
            }
        }

        private static List<String> days(String text) {
            Set<Integer> days = new TreeSet<>();
            for (String part : text.split(",", -1)) {
                String[] ends = part.split("-", -1);
                int first = day(ends[0]);
                int last = day(ends[ends.length - 1]);
                if (ends.length > 2) {
                    throw notDays(part);
                }
                for (int day = first; day != last; day = (day + 1) % WEEK.size()) {
                    days.add(day);
                }
                days.add(last);
            }
            return days.stream().map(WEEK::get).toList();
        }

        private static int day(String text) {
            int day = WEEK.indexOf(text);
            if (day < 0) {
                throw notDays(text);
            }
            return day;
        }

        private static TypeConversionException notDays(String text) {
            return new TypeConversionException("'" + text + "' is not a day; the days are " + String.join(", ", WEEK));
        }

        private static ZoneId zone(String text) {
            try {
                return ZoneId.of(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text + "' is no time zone such as Europe/Berlin or UTC");
            }
        }
    }
}
