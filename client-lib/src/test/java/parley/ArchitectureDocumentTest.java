package parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureDocumentTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(parley[a-z.]*)` \\|");
    /** A type in code quotes, perhaps behind packages and before a method. */
    private static final Pattern TYPE = Pattern.compile("`(?:[a-z]+\\.)*([A-Z][A-Za-z]+[a-z])(?:\\.[a-zA-Z]+)?`");

    private static final Pattern TYPE_IN_PACKAGE =
            Pattern.compile("`((?:[a-z]+\\.)+[A-Z][A-Za-z]+)(?:\\.[a-z][A-Za-z]+)?`");

    private static final Path ROOT = Path.of(System.getProperty("parley.root"));

    @Test
    void theTableOfPackagesListsEachPackageOnceAndNoOther() throws IOException {
        List<String> documented = ROW.matcher(Files.readString(ROOT.resolve("docs/architecture.md")))
                .results()
                .map(found -> found.group(1))
                .toList();

        TreeSet<String> packages = new TreeSet<>();
        for (String sources : List.of("client-lib/src/main/java", "src/main/java", "cli/src/main/java")) {
            packages.addAll(packagesIn(ROOT.resolve(sources)));
        }

        assertThat(documented).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void theTypesThatItNamesExist() throws IOException {
        List<String> named = TYPE.matcher(Files.readString(ROOT.resolve("docs/architecture.md")))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();

        TreeSet<String> types = new TreeSet<>();
        for (String sources : List.of("client-lib/src", "src/main/java", "src/test/java", "cli/src")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(sources))) {
                files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".java"))
                        .forEach(file -> types.add(file.substring(0, file.length() - ".java".length())));
            }
        }

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(types).containsAll(named);
    }

    @Test
    void theTypesThatTheSecurityPageNamesAreWhereItSays() throws IOException {
        List<String> named = TYPE_IN_PACKAGE
                .matcher(Files.readString(ROOT.resolve("docs/security.md")))
                .results()
                .map(found -> found.group(1).replace('.', '/') + ".java")
                .distinct()
                .toList();

        TreeSet<String> files = new TreeSet<>();
        for (String sources : List.of("client-lib/src/main/java", "src/main/java")) {
            try (Stream<Path> all = Files.walk(ROOT.resolve(sources))) {
                all.forEach(file -> files.add(file.toString().replace('\\', '/')));
            }
        }

        assertThat(named).hasSizeGreaterThan(15);
        assertThat(named).allSatisfy(name -> assertThat(files)
                .anySatisfy(file -> assertThat(file).endsWith("/" + name)));
    }

    private static List<String> packagesIn(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> sources.relativize(file.getParent()).toString())
                    .map(folder -> folder.replace('\\', '/').replace('/', '.'))
                    .toList();
        }
    }
}
