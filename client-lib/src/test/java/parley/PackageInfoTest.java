package parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackageInfoTest {

    private static final List<String> SOURCES =
            List.of("client-lib/src/main/java", "src/main/java", "cli/src/main/java");

    @Test
    void everyPackageOfEveryModuleSaysWhatItPromises() throws IOException {
        Path root = Path.of(System.getProperty("parley.root"));
        for (String sources : SOURCES) {
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

    @Test
    void everyPackageSaysThatNothingIsNullUnlessItSaysSo() throws IOException {
        Path root = Path.of(System.getProperty("parley.root"));
        List<String> notMarked = new ArrayList<>();
        for (String sources : SOURCES) {
            try (Stream<Path> files = Files.walk(root.resolve(sources))) {
                for (Path file :
                        files.filter(each -> each.endsWith("package-info.java")).toList()) {
                    if (!Files.readString(file).contains("@NullMarked")) {
                        String folder = root.resolve(sources)
                                .relativize(file.getParent())
                                .toString();
                        notMarked.add(folder.replace('\\', '/').replace('/', '.'));
                    }
                }
            }
        }

        assertThat(notMarked).isEmpty();
    }
}
