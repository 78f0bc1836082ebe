package parley.server.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A script or a style sheet without comment lines, empty lines, indentation, and ends of lines beside brackets and
 * separators: an eighth of what a browser would load. In the sources of the page no text and no comment behind code
 * goes to the end of such a line, no text goes over several lines, and none begins a line with the signs of a comment.
 */
final class BareLines {

    /** An end of line that neither language needs. */
    private static final Pattern JOINED = Pattern.compile("(?<=[\\[({,;])\n|\n(?=[\\])}])");

    private BareLines() {}

    static String of(String source) {
        List<String> kept = new ArrayList<>();
        boolean inside = false;
        for (String line : source.split("\n", -1)) {
            String text = line.strip();
            if (inside) {
                inside = !text.endsWith("*/");
            } else if (text.startsWith("/*") && !text.contains("*/")) {
                inside = true;
            } else if (!text.isEmpty() && !text.startsWith("//") && !(text.startsWith("/*") && text.endsWith("*/"))) {
                kept.add(line.stripLeading());
            }
        }
        return JOINED.matcher(String.join("\n", kept)).replaceAll("");
    }
}
