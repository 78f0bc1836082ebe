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

    /** In these NullAway looks at nothing yet (docs/decisions/0096). A package that is marked leaves the list. */
    private static final List<String> NOT_YET_NULL_MARKED = List.of(
            "parley.apply",
            "parley.apply.internal.destination",
            "parley.apply.internal.disk",
            "parley.cli",
            "parley.cli.bundle",
            "parley.cli.join",
            "parley.cli.machine",
            "parley.cli.rest",
            "parley.cli.server",
            "parley.cli.terminal",
            "parley.client",
            "parley.client.internal",
            "parley.client.internal.concurrent",
            "parley.client.internal.connection",
            "parley.client.internal.negotiation",
            "parley.client.internal.store",
            "parley.protocol",
            "parley.server.access",
            "parley.server.bundles",
            "parley.server.bundles.intake",
            "parley.server.bundles.store",
            "parley.server.events",
            "parley.server.problems",
            "parley.server.sessions",
            "parley.server.sessions.connection",
            "parley.server.storage",
            "parley.server.task.api",
            "parley.server.task.model",
            "parley.server.task.service",
            "parley.server.tokens");

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

        assertThat(notMarked).containsExactlyInAnyOrderElementsOf(NOT_YET_NULL_MARKED);
    }
}
