package parley.cli.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.stub.StubServer;
import parley.cli.stub.StubSessions;

/** Runs the transcripts that need no real server: what is wrong before anything is sent, and all of REST against the stub. */
class TranscriptsTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneId.of("UTC"));

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> offline() {
        return in("offline")
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    try (StubServer server = new StubServer()) {
                        new Session(emptyFolder(file), NOON, server::apply)
                                .placeholder("SERVER", server.url())
                                .run(Transcript.read(file));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> withServer() {
        return in("server")
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    try (StubServer server = new StubServer()) {
                        new Session(emptyFolder(file), NOON, server::apply)
                                .placeholder("SERVER", server.url())
                                .variable("PARLEY_SERVER", server.url())
                                .variable("PARLEY_API_KEY", "pak_the-admins-key")
                                .run(Transcript.read(file));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> withSessions() {
        return in("sessions")
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    try (StubSessions server = new StubSessions()) {
                        new Session(emptyFolder(file), NOON, server::apply)
                                .placeholder("URL", server.url())
                                .placeholder("IDENTITY", server.identity())
                                .placeholder("TOKEN", server.token())
                                .placeholder("FOREIGN", server.foreignToken())
                                .run(Transcript.read(file));
                    }
                }));
    }

    static Stream<Path> in(String group) {
        try {
            Path root =
                    Path.of(TranscriptsTest.class.getResource("/transcripts").toURI());
            List<Path> files;
            try (Stream<Path> found = Files.list(root.resolve(group))) {
                files = found.sorted().toList();
            }
            assertThat(files).isNotEmpty();
            return files.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private Path emptyFolder(Path transcript) throws IOException {
        return Files.createDirectory(
                folder.resolve(transcript.getFileName().toString().replace(".txt", "")));
    }
}
