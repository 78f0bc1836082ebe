package parley.message.policy;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code {"days": […], "start": …, "duration": …, "zone": …}}; days as in RFC 5545 BYDAY. */
public record WindowType() implements FieldType<WeeklyWindow> {

    private static final Set<String> KNOWN = Set.of("days", "start", "duration", "zone");
    private static final DurationType LENGTH = new DurationType(WeeklyWindow.LEAST, WeeklyWindow.MOST);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm");
    private static final int LETTERS_OF_A_DAY = 2;

    @Override
    public Kind kind() {
        return Kind.WINDOW;
    }

    @Override
    public WeeklyWindow read(String field, JsonValue value) {
        if (!(value instanceof JsonObject json)) {
            throw new PolicyFieldException(field, "is not an object like {\"start\":\"22:00\",\"duration\":\"PT4H\"}");
        }
        for (String name : json.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new PolicyFieldException(
                        field + "." + name,
                        "is not a field of a window; there are " + String.join(", ", new TreeSet<>(KNOWN)));
            }
        }
        var duration = LENGTH.read(field + ".duration", member(field, json, "duration"));
        return new WeeklyWindow(
                days(field + ".days", json.get("days")),
                start(field + ".start", member(field, json, "start")),
                duration,
                zone(field + ".zone", member(field, json, "zone")));
    }

    private static JsonValue member(String field, JsonObject json, String name) {
        JsonValue value = json.get(name);
        if (value == null) {
            throw new PolicyFieldException(field + "." + name, "is missing");
        }
        return value;
    }

    private static Set<DayOfWeek> days(String field, @Nullable JsonValue value) {
        if (value == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        if (!(value instanceof JsonArray array) || array.isEmpty()) {
            throw new PolicyFieldException(field, "is not a list of days like [\"MO\",\"TU\"]");
        }
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        array.forEach(day -> days.add(day(field, day)));
        return days;
    }

    private static DayOfWeek day(String field, JsonValue value) {
        for (Map.Entry<DayOfWeek, String> day : words().entrySet()) {
            if (value instanceof JsonString text && text.getString().equals(day.getValue())) {
                return day.getKey();
            }
        }
        throw new PolicyFieldException(field, "has " + value + "; the days are " + String.join(", ", words().values()));
    }

    private static Map<DayOfWeek, String> words() {
        Map<DayOfWeek, String> words = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            words.put(day, day.name().substring(0, LETTERS_OF_A_DAY));
        }
        return words;
    }

    private static LocalTime start(String field, JsonValue value) {
        try {
            return LocalTime.parse(JsonForms.text(field, value), MINUTES);
        } catch (DateTimeException e) {
            throw new PolicyFieldException(field, "is not a time of day like 22:00");
        }
    }

    private static ZoneId zone(String field, JsonValue value) {
        try {
            return ZoneId.of(JsonForms.text(field, value));
        } catch (DateTimeException e) {
            throw new PolicyFieldException(field, "is not a time zone like Europe/Berlin");
        }
    }

    /** Days in the order of the week. */
    @Override
    public JsonObject write(WeeklyWindow window) {
        Map<DayOfWeek, String> words = words();
        JsonArrayBuilder days = JsonForms.array();
        EnumSet.copyOf(window.days()).forEach(day -> days.add(words.get(day)));
        return JsonForms.object()
                .add("days", days)
                .add("start", MINUTES.format(window.start()))
                .add("duration", window.duration().toString())
                .add("zone", window.zone().getId())
                .build();
    }

    @Override
    public String bounds() {
        return "1 minute to 24 hours";
    }
}
