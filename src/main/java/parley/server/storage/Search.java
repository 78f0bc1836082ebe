package parley.server.storage;

import java.util.Locale;

/**
 * A text that a person looks for, as patterns for {@code LIKE … ESCAPE '!'} in lower case: what the person typed is
 * found as it is, whatever it contains. The empty text is everywhere.
 */
public record Search(String text) {

    /** Characters that can be searched for. */
    public static final int MAX_LENGTH = 200;

    public Search {
        text = text.toLowerCase(Locale.ROOT);
    }

    /** Anywhere. */
    public String inside() {
        return "%" + escaped() + "%";
    }

    /** At the beginning. */
    public String start() {
        return escaped() + "%";
    }

    /** Anywhere in labels as they are stored, where {@code key=value} is {@code "key":"value"}. */
    public String inLabels() {
        return "%" + escaped().replace("=", "\":\"") + "%";
    }

    private String escaped() {
        return text.replaceAll("([!%_])", "!$1");
    }
}
