package parley.server.storage;

import java.util.Locale;

/**
 * A text that a person looks for, as patterns for {@code LIKE … ESCAPE '!'} in lower case: the typed text is found
 * literally. The empty text matches everything.
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

    /** Anywhere in a word such as {@code check_failed}, also when typed with a space. */
    public String inWords() {
        return "%" + escaped().replace(" ", "!_") + "%";
    }

    private String escaped() {
        return text.replaceAll("([!%_])", "!$1");
    }
}
