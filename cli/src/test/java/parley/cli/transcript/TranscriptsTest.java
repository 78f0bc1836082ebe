package parley.cli.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.stub.StubServer;
import parley.cli.stub.StubSessions;

/**
 * Runs the transcripts that need no real server: what is wrong before anything is sent, and all of REST against the
 * stub.
 */
class TranscriptsTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneId.of("UTC"));

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> offline() {
        return Transcript.group("offline").stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    try (StubServer server = new StubServer()) {
                        new TranscriptSession(emptyFolder(file), NOON, server::apply)
                                .placeholder("SERVER", server.url())
                                .run(Transcript.read(file));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> withServer() {
        return Transcript.group("server").stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    try (StubServer server = new StubServer()) {
                        new TranscriptSession(emptyFolder(file), NOON, server::apply)
                                .placeholder("SERVER", server.url())
                                .variable("PARLEY_SERVER", server.url())
                                .variable("PARLEY_API_KEY", "pak_the-admins-key")
                                .run(Transcript.read(file));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> withSessions() {
        return Transcript.group("sessions").stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(), () -> withSessions(emptyFolder(file), file)));
    }

    private static void withSessions(Path folder, Path transcript) {
        try (StubSessions server = new StubSessions()) {
            new TranscriptSession(folder, NOON, server::apply)
                    .placeholder("URL", server.url())
                    .placeholder("IDENTITY", server.identity())
                    .placeholder("TOKEN", server.token().unsafeText())
                    .placeholder("FOREIGN", server.foreignToken())
                    .run(Transcript.read(transcript));
        }
    }

    /** A process of its own, whose mounts nobody else sees. */
    static final class WithMounts {
        public static void main(String[] arguments) {
            withSessions(Path.of(arguments[0]), Path.of(arguments[1]));
        }
    }

    @TestFactory
    Stream<DynamicTest> withMountedFiles() throws Exception {
        List<String> apart = List.of("unshare", "--mount");
        assumeTrue(ends(apart, "true") == 0, "name spaces for mounts are root's");
        return Transcript.group("mounted").stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    Path output = folder.resolve("output");
                    int exit = ends(
                            apart,
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            WithMounts.class.getName(),
                            emptyFolder(file).toString(),
                            file.toString());
                    assertThat(exit).as(Files.readString(output)).isZero();
                }));
    }

    private int ends(List<String> before, String... command) throws Exception {
        List<String> all = new ArrayList<>(before);
        all.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (IOException notThere) {
            return -1;
        }
    }

    private Path emptyFolder(Path transcript) throws IOException {
        return Files.createDirectory(
                folder.resolve(transcript.getFileName().toString().replace(".txt", "")));
    }
}
