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

    private final Map<String, String> values = new HashMap<>();

    void put(String name, String value) {
        values.put(name, value);
    }

    /** {@code text} with every known name replaced by its value. */
    String fill(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /** Whether {@code actual} is what {@code expected} describes; if so, names that were new have a value from now on. */
    boolean matches(String expected, String actual) {
        String known = fill(expected);
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(known);
        int end = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(known.substring(end, placeholder.start())));
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
                        regex.append(Pattern.quote(known.substring(end))).toString())
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
