package parley.message.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The known members of one JSON object, by name and kind. Each method throws {@link MessageException} with code 20
 * when the member is missing or of another kind. Immutable.
 */
public final class Members {

    private static final Pattern INSTANT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z");
    private static final Pattern DURATION = Pattern.compile("P[0-9DTHMS.]{2,60}");

    private final Map<String, Object> values;

    Members(Map<String, Object> values) {
        this.values = values;
    }

    /** Makes a value of the members of one object. */
    public interface Reader<T> {
        T read(Members in) throws MessageException;
    }

    /** Takes the member of this name. */
    public interface Getter<T> {
        T get(String name) throws MessageException;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public <T> Optional<T> optional(String name, Getter<T> getter) throws MessageException {
        return has(name) ? Optional.of(getter.get(name)) : Optional.empty();
    }

    public String text(String name) throws MessageException {
        return value(name, String.class, "a string");
    }

    public boolean bool(String name) throws MessageException {
        return value(name, Boolean.class, "true or false");
    }

    /** An integer that counts something: 0 or more. */
    public long count(String name) throws MessageException {
        long value = value(name, Long.class, "an integer");
        if (value < 0) {
            throw wrong(name, "0 or more");
        }
        return value;
    }

    /** The constant of that word. */
    public <E extends Enum<E> & Word> E word(String name, Class<E> type) throws MessageException {
        Optional<E> constant = Word.of(type, text(name));
        if (constant.isEmpty()) {
            throw MessageException.malformed(
                    "the member " + MessageException.quote(name) + " is " + MessageException.quote(text(name)));
        }
        return constant.get();
    }

    /** A time in UTC, RFC 3339. */
    public Instant instant(String name) throws MessageException {
        String text = text(name);
        if (INSTANT.matcher(text).matches()) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException noSuchTime) {
                throw wrong(name, "a time that exists");
            }
        }
        throw wrong(name, "an RFC 3339 time in UTC");
    }

    /** A duration in days and smaller units, ISO 8601. */
    public Duration duration(String name) throws MessageException {
        String text = text(name);
        if (DURATION.matcher(text).matches()) {
            try {
                return Duration.parse(text);
            } catch (DateTimeException noDuration) {
                throw wrong(name, "an ISO 8601 duration");
            }
        }
        throw wrong(name, "an ISO 8601 duration");
    }

    public <T> T object(String name, Reader<T> reader) throws MessageException {
        return reader.read(value(name, Members.class, "an object"));
    }

    /** The elements of an array, each converted to this type. */
    public <T> List<T> list(String name, Class<T> type) throws MessageException {
        List<?> elements = value(name, List.class, "an array");
        return elements.stream().map(type::cast).toList();
    }

    /** The members of an object, by name and in their order, each converted to this type. */
    public <T> Map<String, T> map(String name, Class<T> type) throws MessageException {
        Map<?, ?> members = value(name, Map.class, "an object");
        Map<String, T> map = new LinkedHashMap<>();
        members.forEach((key, value) -> map.put((String) key, type.cast(value)));
        return map;
    }

    private <T> T value(String name, Class<T> type, String expected) throws MessageException {
        Object value = values.get(name);
        if (value == null) {
            throw MessageException.malformed("the member " + MessageException.quote(name) + " is missing");
        }
        if (!type.isInstance(value)) {
            throw wrong(name, expected);
        }
        return type.cast(value);
    }

    static MessageException wrong(String name, String expected) {
        return MessageException.malformed("the member " + MessageException.quote(name) + " is not " + expected);
    }
}
