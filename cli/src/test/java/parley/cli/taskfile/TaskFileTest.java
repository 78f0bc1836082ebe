package parley.cli.taskfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

class TaskFileTest {

    private static final int MEGABYTE = 1_000_000;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void bundles() throws Exception {
        file = folder.resolve("task.yaml");
        Files.createDirectories(folder.resolve("web"));
        Files.createDirectories(folder.resolve("all"));
    }

    @Test
    void aFileSaysWhatATaskIsAndItsPathsAreRelativeToIt() {
        TaskFile task = TaskFile.of(
                file,
                """
                # yaml-language-server: $schema=task.schema.json
                name: fleet
                notes: |
                  with the new upstream
                labels: {team: web, env: prod}
                targets:
                  - selector: role=web
                    bundle: ./web
                  - bundle: all
                policy:
                  expiresIn: 2h
                  waves: [1, 10%, 100%]
                  keepLocal: true
                  retry: 3
                  window: {days: [MO, FR], start: 22:00, duration: PT4H, zone: Europe/Berlin}
                startAt: 2026-11-23T03:00:00+01:00
                """);

        assertThat(task.name()).isEqualTo("fleet");
        assertThat(task.notes()).contains("with the new upstream\n");
        assertThat(task.labels()).isEqualTo(Map.of("team", "web", "env", "prod"));
        assertThat(task.targets())
                .isEqualTo(List.of(
                        new TaskFile.Target("role=web", folder.resolve("web")),
                        new TaskFile.Target("", folder.resolve("all"))));
        assertThat(task.policy())
                .hasToString(
                        "{\"expiresIn\":\"PT2H\",\"waves\":[1,\"10%\",\"100%\"],\"window\":{\"days\":[\"MO\",\"FR\"],"
                                + "\"start\":\"22:00\",\"duration\":\"PT4H\",\"zone\":\"Europe/Berlin\"},"
                                + "\"keepLocal\":true,\"retry\":3}");
        assertThat(task.startAt()).isEqualTo(Optional.of("2026-11-23T03:00:00+01:00"));
        assertThat(task.draft()).isFalse();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("", "task.yaml:1:1: the file says nothing"),
                Arguments.of("- a", "task.yaml:1:1: a task is no mapping of names to values"),
                Arguments.of("bundle: web", "task.yaml:1:1: name is missing: it finds the task of the run before"),
                Arguments.of("name: a\n", "task.yaml:1:7: a task has either bundle or targets"),
                Arguments.of("name: a\nbundle: nowhere\n", "task.yaml:2:9: nowhere does not exist beside the file"),
                Arguments.of("name: 5\nbundle: web\n", "task.yaml:1:7: name is no text; put it in quotes"),
                Arguments.of("name: a\nbundle: web\nname: b\n", "task.yaml:3:1: name comes twice"),
                Arguments.of(
                        "name: a\nbundles: web\n",
                        "task.yaml:2:1: a task has no member bundles; there are bundle, draft, labels, name, notes, "
                                + "policy, startAt, targets"),
                Arguments.of("name: a\nbundle: web\nlabels: web\n", "task.yaml:3:9: labels is no mapping of names"),
                Arguments.of("name: a\nbundle: web\nlabels: {ring: 1}\n", "task.yaml:3:9: the label ring is no text"),
                Arguments.of("name: a\nbundle: web\nlabels: {a b: c}\n", "task.yaml:3:9: labels: \"a b\" is not a"),
                Arguments.of("name: a\nbundle: web\ndraft: yes\n", "task.yaml:3:8: draft is neither true nor false"),
                Arguments.of("name: a\nbundle: web\nstartAt: 2026-11-23 03:00\n", "task.yaml:3:10: startAt is no time"),
                Arguments.of("name: a\nbundle: web\npolicy:\n  maxClients: 0\n", "task.yaml:4:15: policy.maxClients"),
                Arguments.of("name: a\nbundle: web\npolicy:\n  expiresIn: soon\n", "task.yaml:4:14: policy.expiresIn"),
                Arguments.of("name: a\nbundle: web\npolicy:\n  wave: 1\n", "task.yaml:4:3: policy has no member wave"),
                Arguments.of(
                        "name: a\nbundle: web\npolicy:\n  window: {start: 22:00, start: 23:00}\n",
                        "task.yaml:4:26: start comes twice"),
                Arguments.of(
                        "name: a\nbundle: web\npolicy:\n\twaves: 1\n", "task.yaml:4:1: the line begins with a tab"),
                Arguments.of("name: &n a\nbundle: *n\n", "task.yaml:1:7: anchors and aliases (& and *) are not read"),
                Arguments.of("name: a\n---\nname: b\n", "task.yaml:2:1: a second document begins here"),
                Arguments.of("name: [a\nbundle: web\n", "task.yaml:2:7: this is no YAML"),
                Arguments.of("name: !!java.net.URL [a]\nbundle: web\n", "task.yaml:1:7: name is no text"),
                Arguments.of("a: " + "[".repeat(100_000), "task.yaml:1:19: this is nested more than 16 deep"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithFileLineAndColumn(String text, String why) {
        assertRefused(() -> TaskFile.of(file, text), why);
    }

    /** Nine lines that mean 10^9 texts. */
    @Test
    void aBillionLaughsAreRefusedAtTheFirstAnchor() {
        StringBuilder laughs = new StringBuilder("a: &a [lol]\n");
        for (char next = 'b'; next <= 'j'; next++) {
            char before = (char) (next - 1);
            laughs.append(next).append(": &").append(next).append(" [");
            laughs.append(("*" + before + ",").repeat(9))
                    .append('*')
                    .append(before)
                    .append("]\n");
        }

        assertRefused(
                () -> TaskFile.of(file, laughs.toString()),
                "task.yaml:1:4: anchors and aliases (& and *) are not read");
    }

    @Test
    void aFileOfTenMegabytesIsNotReadToItsEnd() throws Exception {
        Files.writeString(file, "#".repeat(10 * MEGABYTE));

        assertRefused(() -> TaskFile.read(file), file + " has more than 1 MB.");
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws Exception {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertRefused(() -> TaskFile.read(file), file + " is not UTF-8.");
    }

    private static void assertRefused(ThrowingCallable reading, String why) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(CliProblem.class, problem -> {
            assertThat(problem.exit()).isEqualTo(ExitCode.USAGE);
            assertThat(problem.why()).startsWith(why);
            assertThat(problem.hint()).isNotBlank();
        });
    }
}
