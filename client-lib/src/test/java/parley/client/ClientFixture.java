package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.client.testing.internal.SettableClock;
import parley.message.ApplyMode;
import parley.message.ClientState;
import parley.message.Message;
import parley.message.Report;
import parley.message.Severity;
import parley.message.Terms;

/** A client, a state folder, and a server in memory that offers {@code a.conf}. */
@Timeout(60)
abstract class ClientFixture {

    static final RandomGenerator NO_JITTER = () -> 0;
    static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    final InMemoryServer server = new InMemoryServer().file("a.conf", "listen 80\n");
    final SettableClock clock = new SettableClock();
    MemoryHandler handler = new MemoryHandler();
    UpdateListener listener = new UpdateListener() {};

    UpdateClient.Builder client() {
        return UpdateClient.builder(server.token())
                .name("db-1")
                .label("role", "db")
                .stateFolder(folder.resolve("state"))
                .handler(handler)
                .listener(listener)
                .transport(server)
                .rounds(3)
                .jitter(NO_JITTER);
    }

    Outcome run() throws UpdateException, InterruptedException {
        return run(client());
    }

    static Outcome run(UpdateClient.Builder builder) throws UpdateException, InterruptedException {
        try (UpdateClient client = builder.build()) {
            return client.run();
        }
    }

    /** How the run fails: in three parts, of which none is empty. */
    UpdateException failure() {
        UpdateException failure = catchThrowableOfType(UpdateException.class, this::run);
        assertThat(failure).as("the run fails").isNotNull();
        assertThat(failure.getMessage()).endsWith(".");
        assertThat(failure.why()).endsWith(".");
        assertThat(failure.next()).isNotBlank();
        return failure;
    }

    static boolean isReport(Message message, ClientState state) {
        return message instanceof Report report && report.state() == state;
    }

    static Terms terms(boolean keepLocal, Optional<Duration> confirm) {
        return new Terms(
                Severity.MANDATORY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                keepLocal,
                false,
                ApplyMode.AT_ONCE,
                confirm);
    }
}
