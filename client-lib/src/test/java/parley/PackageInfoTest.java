package parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackageInfoTest {

    @Test
    void everyPackageOfEveryModuleSaysWhatItPromises() throws IOException {
        Path root = Path.of(System.getProperty("parley.root"));
        for (String sources : List.of("client-lib/src/main/java", "src/main/java", "cli/src/main/java")) {
            try (Stream<Path> files = Files.walk(root.resolve(sources))) {
                List<Path> silent = files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                        .toList();
                assertThat(silent)
                        .as("packages below %s without a package-info.java", sources)
                        .isEmpty();
            }
        }
    }
}
