package parley.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageSizeTest {

    private static final Path WEB = Path.of("..", "web");

    @Test
    void scriptsAndStylesTogetherStayBelow150Kilobytes() throws IOException {
        long total = 0;
        for (Path file : files(".js", ".css")) {
            total += Files.size(file);
        }
        System.out.printf("page: %d bytes of JavaScript and CSS, uncompressed%n", total);
        assertThat(total).isLessThan(150_000);
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

    private static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(WEB)) {
            return files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .toList();
        }
    }
}
