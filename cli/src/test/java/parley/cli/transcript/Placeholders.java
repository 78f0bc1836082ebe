package parley.cli.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that {@code {NAME}} has stood for so far. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Z][A-Z0-9_]*|\\*)}");

    private static final String LINES_BEFORE = "\u0001";
    private static final String LINES_AFTER = "\u0002";

    private final Map<String, String> values = new HashMap<>();

    void put(String name, String value) {
        values.put(name, value);
    }

    private static String quoted(String text) {
        return Pattern.quote(text)
                .replace(LINES_BEFORE, "\\E(?:[^\\n]*\\n)*?\\Q")
                .replace(LINES_AFTER, "\\E(?:\\n[^\\n]*)*\\Q");
    }

    /** {@code text} with every known name replaced by its value. */
    String fill(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /**
     * Whether {@code actual} is what {@code expected} describes; if so, names that were new have a value from now on.
     */
    boolean matches(String expected, String actual) {
        // lines that may be there or not, with their line feeds
        String known = fill(expected).replace("{...}\n", LINES_BEFORE).replace("\n{...}", LINES_AFTER);
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(known);
        int end = 0;
        while (placeholder.find()) {
            regex.append(quoted(known.substring(end, placeholder.start())));
            int before = names.indexOf(placeholder.group(1));
            if (before >= 0 && !placeholder.group(1).equals("*")) {
                regex.append("\\").append(before + 1).append("(?:)");
            } else {
                names.add(placeholder.group(1));
                regex.append("([^\\n]*?)");
            }
            end = placeholder.end();
        }
        Matcher whole = Pattern.compile(
                        regex.append(quoted(known.substring(end))).toString())
                .matcher(actual);
        if (!whole.matches()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals("*")) {
                values.put(names.get(i), whole.group(i + 1));
            }
        }
        return true;
    }
}
