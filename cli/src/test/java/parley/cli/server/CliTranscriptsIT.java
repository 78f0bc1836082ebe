package parley.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.terminal.HumanDuration;
import parley.cli.transcript.Transcript;
import parley.cli.transcript.TranscriptSession;

/**
 * The transcripts of REST, which the stub answers in the unit tests, and those of whole updates, against one real
 * server that all of them share.
 */
class CliTranscriptsIT {

    @TempDir
    static Path home;

    private static ProgramRun serve;

    @BeforeAll
    static void startTheServer() throws Exception {
        String port = Integer.toString(PortCheck.anyFree());
        serve = ProgramRun.start(home, "serve", "--host", "127.0.0.1", "--port", port, "--data", data().toString());
        serve.awaitLine("admin page");
    }

    @AfterAll
    static void stopTheServer() throws Exception {
        serve.handle().destroy();
        serve.awaitEnd();
        serve.close();
    }

    @TestFactory
    Stream<DynamicTest> rest() {
        return Transcript.group("server").stream().map(CliTranscriptsIT::test);
    }

    @TestFactory
    Stream<DynamicTest> wholeUpdates() {
        return Transcript.group("real").stream().map(CliTranscriptsIT::test);
    }

    private static DynamicTest test(Path file) {
        return DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            TranscriptSession session =
                    new TranscriptSession(emptyFolder(file), Clock.systemUTC(), CliTranscriptsIT::apply);
            session.variable("PARLEY_DATA", data().toString()).run(Transcript.read(file));
        });
    }

    /** {@code passes 7s}: waits until the time of a deferral has come on the real clock. */
    private static void apply(String word, String rest) {
        if (!word.equals("passes")) {
            throw new AssertionError("a real server knows no @ " + word);
        }
        Instant end = Instant.now().plus(new HumanDuration().convert(rest));
        while (Instant.now().isBefore(end)) {
            LockSupport.parkUntil(end.toEpochMilli());
        }
    }

    private static Path data() {
        return home.resolve("data");
    }

    private static Path emptyFolder(Path transcript) throws IOException {
        return Files.createDirectory(
                home.resolve(transcript.getFileName().toString().replace(".txt", "")));
    }
}
