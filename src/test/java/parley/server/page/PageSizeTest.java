package parley.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageSizeTest {

    private static final Path WEB = Path.of("..", "web");

    /** What the build puts into the WAR; beside it are the tools that check it. */
    private static final List<Path> DELIVERED = Stream.of("css", "js", "favicon.svg", "index.html")
            .map(WEB::resolve)
            .toList();

    /** A slow link carries the files compressed, each by itself and bare; so that is what has the limit. */
    @Test
    void scriptsAndStylesTogetherStayBelow60KilobytesCompressed() throws IOException {
        long plain = 0;
        long compressed = 0;
        for (Path file : files(".js", ".css")) {
            PageFile delivered = PageFile.of(file.toString(), "", "", Files.readAllBytes(file));
            plain += delivered.plain().length;
            compressed += delivered.gzipped().length;
        }
        System.out.printf("page: %d bytes of JavaScript and CSS with gzip, %d without%n", compressed, plain);
        assertThat(compressed).isLessThan(60_000);
    }

    @Test
    void nothingIsLoadedFromElsewhereAndNoMarkupIsMadeFromText() throws IOException {
        for (Path file : files(".js", ".css", ".html", ".svg")) {
            String text = Files.readString(file).replace("http://www.w3.org/2000/svg", "");
            assertThat(text)
                    .as(file.toString())
                    .doesNotContain("http://", "https://", "innerHTML", "outerHTML", "insertAdjacentHTML", "eval(")
                    .doesNotContain("document.write", "style=\"", " onclick=\"", "javascript:");
        }
    }

    /** Lines are delivered without indentation and some are joined: {@link BareLines}. */
    @Test
    void noTextGoesOverSeveralLinesAndNoCommentIsBehindCode() throws IOException {
        for (Path file : files(".js")) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern("[;,({\\[] +//");
            assertThat(Files.readAllLines(file)).as(file.toString()).allSatisfy(line -> assertThat(
                            line.chars().filter(c -> c == '`').count() % 2)
                    .as(line)
                    .isZero());
        }
    }

    @Test
    void noLineIsLongerThan120Characters() throws IOException {
        for (Path file : files(".js", ".css", ".html")) {
            assertThat(Files.readAllLines(file)).as(file.toString()).allSatisfy(line -> assertThat(line)
                    .hasSizeLessThanOrEqualTo(120));
        }
    }

    private static List<Path> files(String... endings) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path delivered : DELIVERED) {
            try (Stream<Path> files = Files.walk(delivered)) {
                files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
