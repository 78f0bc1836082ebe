package parley.message.policy;

import jakarta.json.JsonValue;

/**
 * The possible values of a field of a policy, and their form in JSON. The command line and the page have one control
 * for each kind; a field of a known kind needs nothing more from them.
 *
 * @param <T> the value
 */
public interface FieldType<T> {

    /** The form of a value for people. */
    enum Kind {
        DURATION,
        COUNT,
        FLAG,
        WORD,
        WORDS,
        RETRY,
        WINDOW,
        /** Text with a grammar of its own, written and shown as it is read. */
        TEXT
    }

    Kind kind();

    /**
     * Reads a value.
     *
     * @param field its name in errors
     * @throws PolicyFieldException when it has another form or is out of bounds
     */
    T read(String field, JsonValue value);

    /** The value with all that it consists of. */
    JsonValue write(T value);

    /** The bounds as a text for documents; empty if the values themselves are listed. */
    default String bounds() {
        return "";
    }
}
