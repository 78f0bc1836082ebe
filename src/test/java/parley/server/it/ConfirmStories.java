package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Outcome;
import parley.message.ClientState;
import parley.message.Reason;

/** Updates whose new configuration cuts the machine off the network: confirmed in time, or undone. */
interface ConfirmStories extends OnServer {

    String SHORT = "{\"confirm\":\"PT3S\"}";
    String LONG = "{\"confirm\":\"PT10M\"}";

    private static Map<String, String> good(Path folder) {
        return Map.of("network.conf", "route: default\n", "story.txt", folder.toString());
    }

    private static Map<String, String> bad(Path folder) {
        return Map.of("network.conf", "route: none\n", "story.txt", folder.toString());
    }

    /** Whether the configuration in the folder lets the machine reach anybody. */
    private static boolean reachesOthers(Machine machine) {
        try {
            return !Files.readString(machine.destination().resolve("network.conf"))
                    .equals("route: none\n");
        } catch (NoSuchFileException noneYet) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Machine machineWithAGoodConfiguration(Path folder, String name) throws Exception {
        Machine machine = new Machine(folder, name);
        assertThat(machine.join(StartedTask.start(server(), good(folder)).token())
                        .ok())
                .isTrue();
        return machine;
    }

    @Test
    default void aConfigurationThatCutsTheMachineOffUndoesItselfAndTheServerHearsSo(@TempDir Path folder)
            throws Exception {
        Machine machine = machineWithAGoodConfiguration(folder, "cut-off");
        try (FaultyNetwork network = new FaultyNetwork(server().port()).upWhile(() -> reachesOthers(machine))) {
            StartedTask task = StartedTask.start(server(), network.port(), bad(folder), SHORT);
            Outcome outcome = machine.join(task.token());
            assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
            assertThat(outcome.reason()).contains(Reason.CONFIRM_TIMEOUT);
            assertThat(FolderContents.files(machine.destination())).isEqualTo(good(folder));
            assertThat(task.stateOf("cut-off")).isEqualTo("rolled_back");
            assertThat(task.client("cut-off").getString("reason")).isEqualTo("confirm_timeout");
            assertThat(task.statesOf("cut-off")).containsSubsequence("staged", "confirming", "rolled_back");
        }
    }

    @Test
    default void aNetworkThatComesBackInTimeSavesTheUpdate(@TempDir Path folder) throws Exception {
        Machine machine = machineWithAGoodConfiguration(folder, "saved");
        AtomicBoolean repaired = new AtomicBoolean();
        try (FaultyNetwork network = new FaultyNetwork(server().port()).upWhile(reachable(machine, repaired))) {
            StartedTask task = StartedTask.start(server(), network.port(), bad(folder), LONG);
            try (JoiningClient client = machine.begin(task.token())) {
                client.await(ClientState.CONFIRMING);
                client.await(JoiningClient.Offline.class, offline -> true);
                repaired.set(true);
                assertThat(client.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            }
            assertThat(FolderContents.files(machine.destination())).isEqualTo(bad(folder));
            assertThat(task.statesOf("saved")).containsSubsequence("staged", "confirming", "succeeded");
        }
    }

    private static BooleanSupplier reachable(Machine machine, AtomicBoolean repaired) {
        return () -> repaired.get() || reachesOthers(machine);
    }

    @Test
    default void aClientThatIsKilledWhileConfirmingIsConfirmedInItsNextRun(@TempDir Path folder) throws Exception {
        Machine machine = machineWithAGoodConfiguration(folder, "killed-saved");
        AtomicBoolean repaired = new AtomicBoolean();
        try (FaultyNetwork network = new FaultyNetwork(server().port()).upWhile(reachable(machine, repaired))) {
            StartedTask task = StartedTask.start(server(), network.port(), bad(folder), LONG);
            killWhileConfirming(machine, task);
            repaired.set(true);
            assertThat(machine.join(task.token()).state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(FolderContents.files(machine.destination())).isEqualTo(bad(folder));
            assertThat(task.stateOf("killed-saved")).isEqualTo("succeeded");
        }
    }

    @Test
    default void aClientThatIsKilledWhileConfirmingStillUndoesWhatNobodyConfirms(@TempDir Path folder)
            throws Exception {
        Machine machine = machineWithAGoodConfiguration(folder, "killed-cut-off");
        try (FaultyNetwork network = new FaultyNetwork(server().port()).upWhile(() -> reachesOthers(machine))) {
            StartedTask task = StartedTask.start(server(), network.port(), bad(folder), SHORT);
            killWhileConfirming(machine, task);
            Outcome outcome = machine.join(task.token());
            assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
            assertThat(outcome.reason()).contains(Reason.CONFIRM_TIMEOUT);
            assertThat(FolderContents.files(machine.destination())).isEqualTo(good(folder));
            assertThat(task.client("killed-cut-off").getString("reason")).isEqualTo("confirm_timeout");
        }
    }

    @Test
    default void whatIsCalledOffBeforeItIsConfirmedGoesBack(@TempDir Path folder) throws Exception {
        Machine machine = machineWithAGoodConfiguration(folder, "called-back");
        AtomicBoolean repaired = new AtomicBoolean();
        try (FaultyNetwork network = new FaultyNetwork(server().port()).upWhile(reachable(machine, repaired))) {
            StartedTask task = StartedTask.start(server(), network.port(), bad(folder), LONG);
            try (JoiningClient client = machine.begin(task.token())) {
                client.await(ClientState.CONFIRMING);
                task.cancel();
                task.awaitClient("called-back", "cancelled");
                repaired.set(true);
                Outcome outcome = client.outcome();
                assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
                assertThat(outcome.reason()).contains(Reason.CANCELLED);
            }
            assertThat(FolderContents.files(machine.destination())).isEqualTo(good(folder));
            assertThat(task.stateOf("called-back")).isEqualTo("cancelled");
        }
    }

    private static void killWhileConfirming(Machine machine, StartedTask task) throws Exception {
        try (JoiningProcess process = machine.beginInAProcess(task.token())) {
            process.await(ClientState.CONFIRMING);
            process.kill();
        }
        assertThat(Files.readString(machine.destination().resolve("network.conf")))
                .isEqualTo("route: none\n");
    }
}
