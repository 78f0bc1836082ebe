package parley.server.task.model;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;
import parley.server.task.decide.WeeklyWindow;

/** The window of a policy as JSON; days are written as RFC 5545 BYDAY writes them. */
final class WindowJson {

    private static final Set<String> KNOWN = Set.of("days", "start", "duration", "zone");
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm");
    private static final int LETTERS_OF_A_DAY = 2;

    private WindowJson() {}

    /** @throws Problem {@code invalid}, naming the field */
    static WeeklyWindow read(JsonValue value) {
        if (!(value instanceof JsonObject json)) {
            throw PolicyJson.invalid("window", "is not an object like {\"start\":\"22:00\",\"duration\":\"PT4H\"}");
        }
        for (String name : json.keySet()) {
            if (!KNOWN.contains(name)) {
                throw PolicyJson.invalid(
                        "window." + name,
                        "is no field of a window; there are " + String.join(", ", new TreeSet<>(KNOWN)));
            }
        }
        Duration duration = PolicyJson.duration(json, "window.duration", WeeklyWindow.LEAST, WeeklyWindow.MOST)
                .orElseThrow(() -> PolicyJson.invalid("window.duration", "is missing"));
        return new WeeklyWindow(days(json), start(json), duration, zone(json));
    }

    private static Set<DayOfWeek> days(JsonObject json) {
        JsonValue value = json.get("days");
        if (value == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        if (!(value instanceof JsonArray array) || array.isEmpty()) {
            throw PolicyJson.invalid("window.days", "is not a list of days like [\"MO\",\"TU\"]");
        }
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        array.forEach(day -> days.add(day(day)));
        return days;
    }

    private static DayOfWeek day(JsonValue value) {
        for (Map.Entry<DayOfWeek, String> day : words().entrySet()) {
            if (value instanceof JsonString text && text.getString().equals(day.getValue())) {
                return day.getKey();
            }
        }
        throw PolicyJson.invalid(
                "window.days", "has " + value + "; the days are " + String.join(", ", words().values()));
    }

    private static Map<DayOfWeek, String> words() {
        Map<DayOfWeek, String> words = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            words.put(day, day.name().substring(0, LETTERS_OF_A_DAY));
        }
        return words;
    }

    private static LocalTime start(JsonObject json) {
        String text = PolicyJson.text(json, "window.start")
                .orElseThrow(() -> PolicyJson.invalid("window.start", "is missing"));
        try {
            return LocalTime.parse(text, MINUTES);
        } catch (DateTimeException e) {
            throw PolicyJson.invalid("window.start", "is not a time of day like 22:00");
        }
    }

    private static ZoneId zone(JsonObject json) {
        String text =
                PolicyJson.text(json, "window.zone").orElseThrow(() -> PolicyJson.invalid("window.zone", "is missing"));
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw PolicyJson.invalid("window.zone", "is not a time zone like Europe/Berlin");
        }
    }

    /** All fields; days in the order of the week. */
    static JsonObject write(WeeklyWindow window) {
        Map<DayOfWeek, String> words = words();
        JsonArrayBuilder days = JsonValues.array();
        EnumSet.copyOf(window.days()).forEach(day -> days.add(words.get(day)));
        return JsonValues.object()
                .add("days", days)
                .add("start", MINUTES.format(window.start()))
                .add("duration", window.duration().toString())
                .add("zone", window.zone().getId())
                .build();
    }
}
