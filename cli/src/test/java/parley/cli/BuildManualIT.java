package parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual pages and the completion of the program that was built. */
class BuildManualIT {

    private static final Path PROGRAM = Path.of(System.getProperty("parley.program"));

    @Test
    void theProgramHasAPageForEachCommandAndNoneIsStale() throws IOException {
        Matcher version =
                Pattern.compile("\"parley ([^\"]+)\"").matcher(Files.readString(PROGRAM.resolve("man/man1/parley.1")));
        assertThat(version.find()).isTrue();

        SortedMap<String, String> built = new TreeMap<>();
        for (String folder : new String[] {"man", "completions"}) {
            try (Stream<Path> files = Files.walk(PROGRAM.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    built.put(PROGRAM.relativize(file).toString().replace('\\', '/'), Files.readString(file));
                }
            }
        }

        assertThat(built).isEqualTo(BuildManual.files(version.group(1).replace("\\-", "-")));
    }
}
