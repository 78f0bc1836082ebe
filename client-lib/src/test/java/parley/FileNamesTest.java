package parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One name, one thing: whoever looks for a class by its name finds one file, in whichever module it is. */
class FileNamesTest {

    private static final List<String> SOURCES = List.of("client-lib/src", "src", "cli/src", "benchmarks/src");
    private static final Set<String> ONCE_IN_EACH_PACKAGE = Set.of("package-info.java", "module-info.java");

    @Test
    void noTwoJavaFilesHaveOneName() throws IOException {
        Path root = Path.of(System.getProperty("parley.root"));
        Map<String, Set<String>> foldersByName = new TreeMap<>();
        for (String sources : SOURCES) {
            try (Stream<Path> files = Files.walk(root.resolve(sources))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    foldersByName
                            .computeIfAbsent(file.getFileName().toString(), name -> new TreeSet<>())
                            .add(root.relativize(file.getParent()).toString());
                }
            }
        }
        foldersByName.keySet().removeAll(ONCE_IN_EACH_PACKAGE);

        assertThat(foldersByName).hasSizeGreaterThan(500);
        foldersByName.values().removeIf(folders -> folders.size() == 1);
        assertThat(foldersByName).isEmpty();
    }
}
