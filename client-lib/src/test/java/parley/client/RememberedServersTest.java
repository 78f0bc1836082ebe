package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.internal.store.MachineIdentity;
import parley.client.internal.store.StateFolder;
import parley.client.internal.store.TaskMemory;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Offer;
import parley.message.Report;
import parley.message.TaskInfo;
import parley.message.TaskState;
import parley.message.Terms;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Digest;
import parley.protocol.JoinToken;
import parley.protocol.PublicKey;

/** What a state folder tells of the servers and tasks that it remembers, and how they are forgotten. */
class RememberedServersTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final MachineIdentity HERE = MachineIdentity.here();
    private static final Instant TONIGHT = Instant.parse("2026-11-05T22:00:00Z");

    @TempDir
    private Path temp;

    private final JoinToken token = new InMemoryServer().token();
    private final JoinToken other = new InMemoryServer().token();
    private final Offer offer =
            new Offer("o-1", 1, new BundleRef("edge", "v1", 1, Digest.of(new byte[32])), List.of(), Terms.plain(), "");

    @BeforeEach
    void oneServerWithTwoTasksAndAnotherWithOne() throws Exception {
        try (StateFolder folder = StateFolder.open(temp, token)) {
            folder.key(RANDOM, HERE, CopiedState.REFUSE);
            folder.describe(new TaskInfo("t-1", "Edge \nproxies", TaskState.OPEN, Instant.EPOCH));
            TaskMemory first = folder.task("t-1");
            first.offer().answer(offer, Answer.defer("o-1", TONIGHT, "tonight"));
            folder.describe(new TaskInfo("t-2", "", TaskState.OPEN, Instant.EPOCH));
            TaskMemory second = folder.task("t-2");
            second.offer().answer(offer, Answer.accept("o-1"));
            second.offer().agree(new Agreed("o-1", List.of(), 0));
            second.reports().add(seq -> report(seq, ClientState.STAGED));
        }
        try (StateFolder folder = StateFolder.open(temp, other)) {
            folder.key(RANDOM, HERE, CopiedState.REFUSE);
            folder.task("t-1");
        }
    }

    private static Report report(long seq, ClientState state) {
        return new Report("o-1", 1, seq, state, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private RememberedServers.Server server(JoinToken of) throws Exception {
        return RememberedServers.in(temp).servers().stream()
                .filter(s -> s.fingerprint().equals(of.serverKey().fingerprint()))
                .findFirst()
                .orElseThrow();
    }

    private RememberedServers.Task task(String id) throws Exception {
        return server(token).tasks().stream()
                .filter(t -> t.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private PublicKey key(JoinToken of) throws Exception {
        try (StateFolder folder = StateFolder.open(temp, of)) {
            return folder.key(RANDOM, HERE, CopiedState.REFUSE).publicKey();
        }
    }

    @Test
    void whatIsPutOffIsToldWithItsTime() throws Exception {
        RememberedServers.Task task = task("t-1");

        assertThat(task.name()).isEqualTo("Edge \nproxies");
        assertThat(task.offer()).contains(offer);
        assertThat(task.deferredUntil()).contains(TONIGHT);
        assertThat(task.agreed()).isFalse();
        assertThat(task.lastReport()).isEmpty();
    }

    @Test
    void whatIsAgreedIsToldWithWhatTheServerHasNotHeard() throws Exception {
        RememberedServers.Task task = task("t-2");

        assertThat(task.agreed()).isTrue();
        assertThat(task.deferredUntil()).isEmpty();
        assertThat(task.lastReport().orElseThrow().state()).isEqualTo(ClientState.STAGED);
        assertThat(task.unheard()).isEqualTo(1);
    }

    @Test
    void aTaskWhoseNameWasNeverHeardIsThereWithoutIt() throws Exception {
        assertThat(server(other).tasks())
                .containsExactly(new RememberedServers.Task(
                        "", "", Optional.empty(), Optional.empty(), false, Optional.empty(), 0));
    }

    @Test
    void whereNothingIsRememberedThereIsNothingToTell() throws Exception {
        assertThat(RememberedServers.in(temp.resolve("not there")).servers()).isEmpty();
        assertThat(RememberedServers.in(temp.resolve("not there")).forgetServer("ab"))
                .isFalse();
    }

    @Test
    void aTaskThatIsForgottenTakesNothingElseWithIt() throws Exception {
        PublicKey key = key(token);

        assertThat(RememberedServers.in(temp).forgetTask(token.serverKey().fingerprint(), "t-2"))
                .isTrue();

        assertThat(server(token).tasks()).extracting(RememberedServers.Task::id).containsExactly("t-1");
        assertThat(key(token)).isEqualTo(key);
        try (StateFolder folder = StateFolder.open(temp, token)) {
            assertThat(folder.task()).as("the token leads nowhere any more").isEmpty();
        }
        assertThat(RememberedServers.in(temp).forgetTask(token.serverKey().fingerprint(), "t-2"))
                .isFalse();
    }

    @Test
    void aServerThatIsForgottenSeesAnotherClientNextTime() throws Exception {
        PublicKey key = key(token);

        assertThat(RememberedServers.in(temp).forgetServer(token.serverKey().fingerprint()))
                .isTrue();

        assertThat(RememberedServers.in(temp).servers())
                .extracting(RememberedServers.Server::fingerprint)
                .containsExactly(other.serverKey().fingerprint());
        assertThat(RememberedServers.in(temp).forgetServer(token.serverKey().fingerprint()))
                .isFalse();
        assertThat(key(token)).isNotEqualTo(key);
    }

    @Test
    void nothingIsForgottenWhileAClientRuns() throws Exception {
        try (StateFolder running = StateFolder.open(temp, token)) {
            assertThatThrownBy(() -> RememberedServers.in(temp)
                            .forgetServer(token.serverKey().fingerprint()))
                    .hasMessage("a client is using " + temp + " for this server; stop it first");
            assertThat(running.task()).isPresent();
        }
        assertThat(server(token).tasks()).hasSize(2);
    }

    @Test
    void aFolderThatIsNoServersIsNamed() throws Exception {
        Files.createDirectories(temp.resolve("tasks/ab"));

        assertThatThrownBy(() -> RememberedServers.in(temp).servers())
                .hasMessage("ab in the state folder is no server's key");
    }
}
