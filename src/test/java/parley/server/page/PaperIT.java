package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parley.server.it.MultipartBody;

/** The report of a task on paper. */
@ExtendWith(PageFixture.Extension.class)
class PaperIT {

    private static final int CLIENTS = 120;
    private static final Pattern PAGE = Pattern.compile("/Type\\s*/Page\\b");
    private static final String CUT =
            """
            () => [...document.querySelectorAll("main *")]
                .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
                .map((element) => element.outerHTML.slice(0, 100))""";

    @Test
    void everyClientStandsOnPaperAndNothingIsCut(PageFixture fixture) throws Exception {
        String task = fixture.task("on paper", new MultipartBody().file("a", "on paper"))
                .getString("id");
        try (Connection database = SeededClients.database(fixture)) {
            SeededClients.seed(database, task, CLIENTS);
        }
        // the width of A4 without its margins; the dark theme must not be printed
        Page page = fixture.signIn(fixture.window(ColorScheme.DARK, 680, 900, false), "viewer");
        page.navigate("/#/tasks/" + task + "/report");
        assertThat(page.locator("tbody tr")).hasCount(CLIENTS);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("header nav, .crumb, main button").filter(visible()))
                .hasCount(0);
        assertThat((List<?>) page.evaluate(CUT)).isEmpty();
        assertThat(page.evaluate("() => getComputedStyle(document.querySelector('.card')).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(page.locator("tbody tr").last().locator("td").first()).hasText("host-00119");

        Path file = Files.createDirectories(Path.of("target", "screens")).resolve("report.pdf");
        byte[] pdf =
                page.pdf(new Page.PdfOptions().setPath(file).setFormat("A4").setPreferCSSPageSize(true));
        long pages = PAGE.matcher(new String(pdf, StandardCharsets.ISO_8859_1))
                .results()
                .count();
        System.out.printf("page: the report of %d clients has %d pages of paper%n", CLIENTS, pages);
        assertThat(pages).isBetween(3L, 7L);
        page.context().close();
        fixture.assertNoFaults();
    }

    private static com.microsoft.playwright.Locator.FilterOptions visible() {
        return new com.microsoft.playwright.Locator.FilterOptions().setVisible(true);
    }
}
