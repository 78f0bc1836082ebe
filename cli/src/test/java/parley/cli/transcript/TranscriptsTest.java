package parley.cli.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
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
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    try (StubSessions server = new StubSessions()) {
                        new TranscriptSession(emptyFolder(file), NOON, server::apply)
                                .placeholder("URL", server.url())
                                .placeholder("IDENTITY", server.identity())
                                .placeholder("TOKEN", server.token())
                                .placeholder("FOREIGN", server.foreignToken())
                                .run(Transcript.read(file));
                    }
                }));
    }

    private Path emptyFolder(Path transcript) throws IOException {
        return Files.createDirectory(
                folder.resolve(transcript.getFileName().toString().replace(".txt", "")));
    }
}
