package parley.message.json;

import jakarta.json.stream.JsonParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The known members of a JSON object, and the conversion of each while the text is read. Everything else is skipped,
 * so that unknown members cost no memory. Immutable.
 */
public final class Shape {

    /** A value of the wrong kind: it was skipped, and a getter refuses it. */
    static final Object OTHER = new Object();

    /** Elements of one array, and members of one map. */
    static final int MAX_ELEMENTS = 65_536;

    /** Takes the value that begins with this event. */
    interface Value {
        Object read(JsonText text, JsonParser.Event event, int depth) throws MessageException;
    }

    private final Map<String, Value> known;

    private Shape(Map<String, Value> known) {
        this.known = known;
    }

    /** Members that are strings, numbers, true or false. */
    public static Shape of(String... names) {
        Map<String, Value> scalars = new HashMap<>();
        for (String name : names) {
            scalars.put(name, JsonText::scalar);
        }
        return new Shape(scalars);
    }

    /** A member that is an object. */
    public Shape object(String name, Shape shape) {
        return and(name, (text, event, depth) -> text.object(shape, event, depth));
    }

    /** A member that is an array of objects; {@code reader} converts each before the next one is read. */
    public Shape objects(String name, Shape shape, Members.Reader<?> reader) {
        return and(
                name,
                (text, event, depth) -> text.list(name, event, depth, (in, element, level) -> {
                    if (element != JsonParser.Event.START_OBJECT) {
                        throw Members.wrong(name, "an array of objects");
                    }
                    return reader.read((Members) in.object(shape, element, level));
                }));
    }

    /** A member that is an object whose members are all objects of one shape. */
    public Shape objectsByName(String name, Shape shape, Members.Reader<?> reader) {
        return and(
                name,
                (text, event, depth) -> text.map(name, MAX_ELEMENTS, event, depth, (in, value, level) -> {
                    if (value != JsonParser.Event.START_OBJECT) {
                        throw Members.wrong(name, "an object of objects");
                    }
                    return reader.read((Members) in.object(shape, value, level));
                }));
    }

    /** A member that is an array of strings. */
    public Shape texts(String name) {
        return and(
                name,
                (text, event, depth) -> text.list(name, event, depth, (in, element, level) -> {
                    if (element != JsonParser.Event.VALUE_STRING) {
                        throw Members.wrong(name, "an array of strings");
                    }
                    return in.scalar(element, level);
                }));
    }

    /** A member that is an object whose members are all strings, {@code most} at most. */
    public Shape textsByName(String name, int most) {
        return and(
                name,
                (text, event, depth) -> text.map(name, most, event, depth, (in, value, level) -> {
                    if (value != JsonParser.Event.VALUE_STRING) {
                        throw Members.wrong(name, "an object of strings");
                    }
                    return in.scalar(value, level);
                }));
    }

    /** This one and the members of the other. */
    public Shape and(Shape other) {
        Map<String, Value> both = new HashMap<>(known);
        both.putAll(other.known);
        return new Shape(both);
    }

    private Shape and(String name, Value value) {
        return and(new Shape(Map.of(name, value)));
    }

    Optional<Value> value(String name) {
        return Optional.ofNullable(known.get(name));
    }
}
