package parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The formatter breaks code, but neither comments nor texts. */
class SourceLinesTest {

    private static final List<String> SOURCES = List.of("client-lib/src", "src", "cli/src", "benchmarks/src");
    private static final int LONGEST = 120;
    /** Tables of test cases are read row by row. */
    private static final String COLUMN = " | ";

    @Test
    void noLineOfAJavaFileIsLongerThan120Characters() throws IOException {
        Path root = Path.of(System.getProperty("parley.root"));
        List<String> tooLong = new ArrayList<>();
        int files = 0;
        for (String sources : SOURCES) {
            for (Path file : javaFiles(root.resolve(sources))) {
                files++;
                Files.readAllLines(file).stream()
                        .filter(line -> line.length() > LONGEST && !line.contains(COLUMN))
                        .forEach(line -> tooLong.add(root.relativize(file) + ": " + line.strip()));
            }
        }

        assertThat(files).isGreaterThan(500);
        assertThat(tooLong).isEmpty();
    }

    private static List<Path> javaFiles(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
