package parley.message.policy;

import jakarta.json.JsonValue;

/**
 * What values a field of a policy can have, and how they stand in JSON. The command line and the page have one control
 * for each kind; a field of a known kind needs nothing more from them.
 *
 * @param <T> the value
 */
public interface FieldType<T> {

    /** What people give and read a value as. */
    enum Kind {
        DURATION,
        COUNT,
        FLAG,
        WORD,
        WORDS,
        RETRY,
        WINDOW
    }

    Kind kind();

    /**
     * Reads a value.
     *
     * @param field what an error calls it
     * @throws PolicyFieldException when it has another form or is out of bounds
     */
    T read(String field, JsonValue value);

    /** The value with all that it consists of. */
    JsonValue write(T value);

    /** The bounds as documents say them; empty where the values themselves are listed. */
    default String bounds() {
        return "";
    }
}
