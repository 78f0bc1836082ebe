package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley demo}: the whole demo in one process and its server. */
class DemoIT {

    @TempDir
    Path home;

    @Test
    void threeClientsFromDifferentStatesEndWithTheSampleBundle() throws Exception {
        try (ProgramRun demo = ProgramRun.start(home, "demo")) {
            assertThat(demo.awaitEnd()).as(demo.errors()).isZero();

            assertThat(demo.printed())
                    .contains("edge-1  joining with an empty folder")
                    .contains("edge-2  joining with an older version")
                    .contains("edge-3  joining with the same version");
            assertThat(demo.printed())
                    .filteredOn(line -> line.endsWith("  equal"))
                    .hasSize(3);
            assertThat(demo.printed().get(demo.printed().size() - 1))
                    .startsWith("All three folders are the bundle now.");
        }
    }

    @Test
    void aFolderOfOnesOwnIsOnlyRead() throws Exception {
        Path own = Files.createDirectories(home.resolve("own/sub"));
        Files.writeString(own.resolve("a.conf"), "a = 1\n");
        Files.createFile(own.resolve("empty"));

        try (ProgramRun demo =
                ProgramRun.start(home, "demo", "--json", own.getParent().toString())) {
            assertThat(demo.awaitEnd()).as(demo.errors()).isZero();

            assertThat(demo.printed()).singleElement().satisfies(json -> assertThat(json)
                    .startsWith("{\"asExpected\":true,\"bundle\":\"sha256:")
                    .contains("\"name\":\"edge-3\",\"from\":\"the same version\",\"state\":\"nothing_to_do\""));
        }
        assertThat(own.resolve("a.conf")).hasContent("a = 1");
        assertThat(own.getParent().resolve(".parley")).doesNotExist();
    }

    @Test
    void aFolderThatDoesNotExistIsSaid() throws Exception {
        try (ProgramRun demo = ProgramRun.start(home, "demo", "/no/such/folder")) {
            assertThat(demo.awaitEnd()).isEqualTo(2);
            assertThat(demo.errors())
                    .isEqualTo(
                            """
                    error: /no/such/folder is not a folder.
                      why: There is nothing with that name.
                      hint: parley demo, or parley demo DIR with a folder that has files
                    """);
        }
    }
}
