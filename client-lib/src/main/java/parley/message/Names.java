package parley.message;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import parley.message.json.MessageException;

/** The rules of §7 for the names and labels that a client says of itself. */
public final class Names {

    /** How many labels one client may have. */
    public static final int MAX_LABELS = 32;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");
    private static final String LABEL_WORD = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
    private static final Pattern LABEL_NAME = Pattern.compile(LABEL_WORD);
    private static final Pattern LABEL_VALUE = Pattern.compile("(?:" + LABEL_WORD + ")?");
    private static final Pattern LABEL_PREFIX =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int MAX_PREFIX = 253;

    private Names() {}

    /**
     * Returns the name when it is 1 to 63 of {@code A–Z a–z 0–9 . _ -}.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static String checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name " + MessageException.quote(name) + " is not 1 to 63 of A-Z a-z 0-9 . _ -");
        }
        return name;
    }

    /**
     * Returns an immutable, sorted copy of the labels when there are at most 32 and all have the syntax of Kubernetes
     * labels: {@code [dns.prefix/]name} and a value of up to 63 characters, which may be empty.
     *
     * @throws IllegalArgumentException when one does not, or there are more
     */
    public static Map<String, String> checkLabels(Map<String, String> labels) {
        if (labels.size() > MAX_LABELS) {
            throw new IllegalArgumentException("more than " + MAX_LABELS + " labels");
        }
        labels.forEach((key, value) -> {
            checkLabelKey(key);
            if (!isLabelValue(value)) {
                throw new IllegalArgumentException("the value " + MessageException.quote(value) + " of the label "
                        + MessageException.quote(key) + " is not a label value");
            }
        });
        return Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /**
     * Returns the text when it is the key of a label: {@code [dns.prefix/]name}.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static String checkLabelKey(String key) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "a" : key.substring(0, slash);
        if (prefix.length() > MAX_PREFIX
                || !LABEL_PREFIX.matcher(prefix).matches()
                || !LABEL_NAME.matcher(key.substring(slash + 1)).matches()) {
            throw new IllegalArgumentException(MessageException.quote(key) + " is not a label key");
        }
        return key;
    }

    /**
     * Returns the text when it is the value of a label; it may be empty.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static String checkLabelValue(String value) {
        if (!isLabelValue(value)) {
            throw new IllegalArgumentException(MessageException.quote(value) + " is not a label value");
        }
        return value;
    }

    private static boolean isLabelValue(String value) {
        return LABEL_VALUE.matcher(value).matches();
    }
}
