package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.UpdateException;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Pause;
import parley.message.Progress;
import parley.message.Resume;

/** Operators that pause or cancel while clients download over a slow network. */
interface InterruptionStories extends OnServer {

    int FILE = 256 << 10;
    int FILES = 12;
    long BYTES_A_SECOND = 1 << 20;

    /** Files that have nothing in common. */
    private static Map<String, String> big() {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < FILES; i++) {
            files.put("blob-" + i, (char) ('a' + i) + PseudoRandomStream.letters(FILE - 1));
        }
        return files;
    }

    private static JoiningClient inMidDownload(Machine machine, StartedTask task) throws Exception {
        JoiningClient client = machine.begin(task.token());
        client.await(Progress.class, progress -> progress.done() > FILE);
        return client;
    }

    @Test
    default void aPauseInMidDownloadLetsNoNewFileBeginAndAResumeFetchesOnlyTheRest(@TempDir Path folder)
            throws Exception {
        try (FaultyNetwork network = new FaultyNetwork(server().port()).slow(BYTES_A_SECOND)) {
            StartedTask task = StartedTask.start(server(), network.port(), big(), "{}");
            Machine machine = new Machine(folder, "held-up");
            try (JoiningClient client = inMidDownload(machine, task)) {
                task.pause("lunch");
                client.await(new Pause("lunch"));
                Await.until(
                        "the files that had begun are there",
                        Duration.ofSeconds(30),
                        () -> client.downloaded() % FILE == 0);
                assertThat(client.downloaded()).isLessThan(FILES * FILE);
                assertThat(task.stateOf("held-up")).isEqualTo("downloading");
                assertThat(FolderContents.files(machine.destination())).isEmpty();
            }
            Await.until("it is gone", Duration.ofSeconds(30), () -> !task.client("held-up")
                    .getBoolean("connected"));
            try (JoiningClient again = machine.begin(task.token())) {
                Await.until("it is back", Duration.ofSeconds(30), () -> task.client("held-up")
                        .getBoolean("connected"));
                task.resume();
                again.await(new Resume("the task goes on"));
                assertThat(again.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            }
            assertThat(FolderContents.files(machine.destination())).isEqualTo(big());
            assertThat(network.bytesTowardsClients()).isBetween((long) FILES * FILE, (long) (FILES + 1) * FILE);
        }
    }

    @Test
    default void aCancelInMidDownloadLeavesNothing(@TempDir Path folder) throws Exception {
        try (FaultyNetwork network = new FaultyNetwork(server().port()).slow(BYTES_A_SECOND)) {
            StartedTask task = StartedTask.start(server(), network.port(), big(), "{}");
            Machine machine = new Machine(folder, "called-off");
            try (JoiningClient client = inMidDownload(machine, task)) {
                task.cancel();
                client.await(new Cancel("enough"));
                assertThat(client.outcome().state()).isEqualTo(ClientState.CANCELLED);
            }
            assertThat(task.stateOf("called-off")).isEqualTo("cancelled");
            assertThat(FolderContents.files(machine.destination())).isEmpty();
            assertThat(machine.destination().resolve(".parley/download")).doesNotExist();
            assertThat(network.bytesTowardsClients()).isLessThan(FILES * FILE);
        }
    }

    @Test
    default void whoIsRevokedInMidDownloadGetsNoMore(@TempDir Path folder) throws Exception {
        try (FaultyNetwork network = new FaultyNetwork(server().port()).slow(BYTES_A_SECOND)) {
            StartedTask task = StartedTask.start(server(), network.port(), big(), "{}");
            Machine machine = new Machine(folder, "shut-out");
            try (JoiningClient client = inMidDownload(machine, task)) {
                task.revokeClient("shut-out");
                assertThatThrownBy(client::outcome)
                        .isInstanceOfSatisfying(UpdateException.class, e -> assertThat(e.problem())
                                .isEqualTo(UpdateException.Problem.REVOKED));
            }
            assertThat(task.stateOf("shut-out")).isEqualTo("revoked");
            assertThat(FolderContents.files(machine.destination())).isEmpty();
            assertThat(network.bytesTowardsClients()).isLessThan(FILES * FILE);
        }
    }
}
