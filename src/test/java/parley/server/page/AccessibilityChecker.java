package parley.server.page;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs all rules of axe-core on what a page shows.
 *
 * <p>{@code AxeBuilder} loads axe-core anew for each check, several times and in a second window, and brings over what
 * was found to be right as well: ten times the time of the check itself. Here a document gets the script once, and only
 * violations are answered. It looks into no frames; the page has none, which is checked.
 */
final class AccessibilityChecker {

    private static final String CHECK =
            """
            async () => {
              if (document.querySelector("iframe, frame")) throw new Error("frames are not looked into");
              const { violations } = await axe.run(document, { resultTypes: ["violations"] });
              return violations.map(({ id, nodes }) =>
                id + " at " + nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; "));
            }
            """;

    private final String script;

    private AccessibilityChecker(String script) {
        this.script = script;
    }

    static AccessibilityChecker load() {
        try (InputStream axe = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new AccessibilityChecker(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The broken rules, each with the elements that break it and what would mend them. */
    List<String> violations(Page page) {
        if (!(boolean) page.evaluate("() => 'axe' in window")) {
            page.evaluate(script);
        }
        return ((List<?>) page.evaluate(CHECK)).stream().map(String.class::cast).toList();
    }
}
