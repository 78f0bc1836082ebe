package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Outcome;
import parley.message.ClientState;
import parley.message.Pause;
import parley.message.Reason;
import parley.message.Wait;
import parley.message.WaitFor;

/** Machines that wait for their window, and for each other. */
interface WaitingStories extends OnServer {

    /** A check of the staged copy that does not like it. */
    List<String> REFUSING = List.of("sh", "-c", "test -n \"$PARLEY_STAGED\"; exit 1");

    private static Map<String, String> bundle(Path folder) {
        return Map.of("app.conf", "switch: over\n", "story.txt", folder.toString());
    }

    /** A window of a minute and more that opens at this instant, by the clocks of a zone made for that. */
    static String windowFrom(Instant opening) {
        int seconds = LocalTime.ofInstant(opening, ZoneOffset.UTC).getSecond();
        ZoneOffset zone = ZoneOffset.ofTotalSeconds((60 - seconds) % 60);
        return "{\"window\":{\"start\":\"%s\",\"duration\":\"PT1H\",\"zone\":\"%s\"}}"
                .formatted(LocalTime.ofInstant(opening, zone), zone);
    }

    @Test
    default void whoComesBeforeTheWindowWaitsThroughALostConnectionAndAppliesOnceItOpens(@TempDir Path folder)
            throws Exception {
        Instant opening = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(6);
        try (FaultyNetwork network = new FaultyNetwork(server().port())) {
            StartedTask task = StartedTask.start(server(), network.port(), bundle(folder), windowFrom(opening));
            Machine machine = new Machine(folder, "early-bird");
            Wait wait = new Wait(WaitFor.WINDOW, Optional.empty(), Optional.empty(), Optional.of(opening));
            try (JoiningClient client = machine.begin(task.token())) {
                client.await(wait);
                assertThat(client.waitsFor()).contains(wait);
                assertThat(task.client("early-bird").getString("state")).isEqualTo("waiting");
                assertThat(task.client("early-bird").getString("waitsFor")).isEqualTo("window");
                assertThat(task.client("early-bird").getString("waitUntil")).isEqualTo(opening.toString());
                network.cut();
                client.await(JoiningClient.Offline.class, offline -> true);
                assertThat(client.waitsFor()).contains(wait);
                network.restore();

                assertThat(client.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
                assertThat(Instant.now()).isAfterOrEqualTo(opening);
                assertThat(client.waitsFor()).isEmpty();
            }
            assertThat(task.statesOf("early-bird")).containsSubsequence("offered", "waiting", "accepted", "succeeded");
        }
    }

    @Test
    default void nobodyAppliesBeforeTheLastOfThreeIsReadyAndWhoWasAwayThenAppliesLater(@TempDir Path folder)
            throws Exception {
        try (FaultyNetwork network = new FaultyNetwork(server().port())) {
            StartedTask task = StartedTask.start(
                    server(), network.port(), bundle(folder), "{\"apply\":\"together\",\"expectedClients\":3}");
            String direct = task.tokenTo(server().port());
            try (JoiningClient first = waitingForOthers(new Machine(folder.resolve("1"), "first"), direct);
                    JoiningClient away = waitingForOthers(new Machine(folder.resolve("2"), "away"), task.token())) {
                network.cut();
                away.await(JoiningClient.Offline.class, offline -> true);
                assertThat(first.heard(ClientState.class)).doesNotContain(ClientState.APPLYING);

                Machine last = new Machine(folder.resolve("3"), "last");
                assertThat(last.join(direct).state()).isEqualTo(ClientState.SUCCEEDED);
                assertThat(first.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
                assertThat(task.stateOf("away")).isEqualTo("staged");
                assertThat(away.heard(ClientState.class)).doesNotContain(ClientState.APPLYING);
                network.restore();
                assertThat(away.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            }
        }
    }

    private static JoiningClient waitingForOthers(Machine machine, String token) throws Exception {
        JoiningClient client = machine.begin(token);
        client.await(Wait.of(WaitFor.OTHERS));
        return client;
    }

    @Test
    default void theOthersDoNotWaitForWhoDropsOutWhereTheyAreToGoOn(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(
                server(),
                server().port(),
                bundle(folder),
                "{\"apply\":\"together\",\"expectedClients\":3,\"dropOut\":\"go_on\"}");
        try (JoiningClient one = waitingForOthers(new Machine(folder.resolve("1"), "goes-1"), task.token());
                JoiningClient other = waitingForOthers(new Machine(folder.resolve("2"), "goes-2"), task.token())) {
            assertThat(dropOut(folder.resolve("3"), "drops-1", task).reason()).contains(Reason.CHECK_FAILED);
            assertThat(one.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(other.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(task.stateOf("drops-1")).isEqualTo("failed");
        assertThat(task.now().getString("state")).isEqualTo("open");
    }

    private static Outcome dropOut(Path folder, String name, StartedTask task) throws Exception {
        return new Machine(folder, name).join(task.token(), UnaryOperator.identity(), update -> update.check(REFUSING));
    }

    @Test
    default void aDropOutPausesTheOthersAndWhoIsTriedAgainSwitchesOverWithThem(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(
                server(), server().port(), bundle(folder), "{\"apply\":\"together\",\"expectedClients\":3}");
        try (JoiningClient one = waitingForOthers(new Machine(folder.resolve("1"), "holds-1"), task.token());
                JoiningClient other = waitingForOthers(new Machine(folder.resolve("2"), "holds-2"), task.token())) {
            dropOut(folder.resolve("3"), "drops-2", task);
            Pause pause = new Pause("drops-2 (failed) dropped out before all were ready to apply");
            one.await(pause);
            other.await(pause);
            task.awaitState("paused");
            assertThat(task.now().getString("pausedBy")).isEqualTo("dropped_out");

            task.retry("drops-2");
            JoiningClient again = new Machine(folder.resolve("3"), "drops-2").begin(task.token());
            try (again) {
                again.await(new Pause(pause.reason()));
                task.resume();
                assertThat(again.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            }
            assertThat(one.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(other.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }

    @Test
    default void whoeverIsLeftSwitchesOverWhenTheOperatorLetsTheTaskGoOn(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(
                server(), server().port(), bundle(folder), "{\"apply\":\"together\",\"expectedClients\":3}");
        try (JoiningClient one = waitingForOthers(new Machine(folder.resolve("1"), "left-1"), task.token());
                JoiningClient other = waitingForOthers(new Machine(folder.resolve("2"), "left-2"), task.token())) {
            dropOut(folder.resolve("3"), "drops-3", task);
            task.awaitState("paused");
            task.resume();
            assertThat(one.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(other.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(task.stateOf("drops-3")).isEqualTo("failed");
    }

    @Test
    default void whoIsCalledOffWhileWaitingForOthersLeavesNothing(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(
                server(), server().port(), bundle(folder), "{\"apply\":\"together\",\"expectedClients\":3}");
        Machine machine = new Machine(folder.resolve("1"), "in-vain");
        try (JoiningClient client = waitingForOthers(machine, task.token())) {
            task.cancel();
            assertThat(client.outcome().state()).isEqualTo(ClientState.CANCELLED);
            assertThat(client.waitsFor()).isEmpty();
        }
        assertThat(FolderContents.files(machine.destination())).isEmpty();
        assertThat(machine.destination().resolve(".parley/download")).doesNotExist();
        assertThat(task.stateOf("in-vain")).isEqualTo("cancelled");
    }
}
