package parley.server.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A script or a style sheet without its comment lines and without indentation: an eighth of what a browser would load.
 * In the sources of the page no text goes over several lines, and no line of a text begins with the signs of a comment.
 */
final class BareLines {

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
            } else if (!text.startsWith("//") && !(text.startsWith("/*") && text.endsWith("*/"))) {
                kept.add(line.stripLeading());
            }
        }
        return String.join("\n", kept);
    }
}
