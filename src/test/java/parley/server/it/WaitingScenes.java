package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import parley.client.Outcome;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Pause;
import parley.message.Wait;
import parley.message.WaitFor;

/** Clients that wait, each for something else. */
final class WaitingScenes {

    private static final Map<String, String> FILES = Map.of("app.conf", "switch: over\n");

    private WaitingScenes() {}

    /** All of them, each in a folder of its own. */
    static List<Scene> in(Path folder) throws IOException {
        return List.of(
                new Deferral(folder.resolve("deferral")),
                new Pausing(folder.resolve("pause")),
                new Confirmation(folder.resolve("confirmation")),
                new SwitchOver(folder.resolve("switch-over")));
    }

    /** A machine that is switched off until later. */
    private static final class Deferral implements Scene {

        private final Machine machine;
        private Instant until;
        private StartedTask task;

        Deferral(Path folder) throws IOException {
            machine = new Machine(folder, "later");
        }

        @Override
        public void begin(RunningServer server) throws Exception {
            task = StartedTask.start(server, server.port(), FILES, "{\"maxDefer\":\"PT1H\"}");
            Outcome putOff = machine.join(
                    task.token(),
                    UnaryOperator.identity(),
                    update -> update.deciding(
                            offer -> Answer.defer(offer.offer(), Instant.now().plusSeconds(5), "not in office hours")));
            assertThat(putOff.state()).isEqualTo(ClientState.DEFERRED);
            until = putOff.until().orElseThrow();
        }

        @Override
        public void goOn() throws Exception {
            assertThat(task.stateOf("later")).isEqualTo("deferred");
            Await.until("the time has come", Duration.ofSeconds(30), () -> Instant.now()
                    .isAfter(until));
            assertThat(machine.join(task.token()).state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(task.client("later").getInt("attempt")).isEqualTo(1);
        }

        @Override
        public void close() {}
    }

    /** A machine in a paused task. */
    private static final class Pausing implements Scene {

        private final Machine machine;
        private StartedTask task;
        private JoiningClient client;

        Pausing(Path folder) throws IOException {
            machine = new Machine(folder, "paused");
        }

        @Override
        public void begin(RunningServer server) throws Exception {
            task = StartedTask.start(server, FILES);
            task.pause("lunch");
            client = machine.begin(task.token());
            client.await(new Pause("lunch"));
        }

        @Override
        public void goOn() throws Exception {
            assertThat(task.now().getString("state")).isEqualTo("paused");
            assertThat(task.now().getString("reason")).isEqualTo("lunch");
            task.resume();
            assertThat(client.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    /** A machine that has applied, and cannot reach anybody before the server is back. */
    private static final class Confirmation implements Scene {

        private final Machine machine;
        private final AtomicBoolean up = new AtomicBoolean();
        private FaultyNetwork network;
        private StartedTask task;
        private JoiningClient client;

        Confirmation(Path folder) throws IOException {
            machine = new Machine(folder, "unconfirmed");
        }

        @Override
        public void begin(RunningServer server) throws Exception {
            Path applied = machine.destination().resolve("app.conf");
            network = new FaultyNetwork(server.port()).upWhile(() -> up.get() || Files.notExists(applied));
            task = StartedTask.start(server, network.port(), FILES, "{\"confirm\":\"PT1H\"}");
            client = machine.begin(task.token());
            client.await(ClientState.CONFIRMING);
        }

        @Override
        public void goOn() throws Exception {
            assertThat(client.heard(ClientState.class)).doesNotContain(ClientState.SUCCEEDED);
            up.set(true);
            assertThat(client.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(task.statesOf("unconfirmed")).containsSubsequence("staged", "confirming", "succeeded");
        }

        @Override
        public void close() throws IOException {
            client.close();
            network.close();
        }
    }

    /** Three machines that switch over together; two of them have not heard so when the server is killed. */
    private static final class SwitchOver implements Scene {

        private final List<Machine> machines;
        private final Path lastIsReady;
        private final AtomicBoolean killed = new AtomicBoolean();
        private FaultyNetwork network;
        private StartedTask task;
        private JoiningClient second;
        private JoiningClient third;

        SwitchOver(Path folder) throws IOException {
            machines = List.of(
                    new Machine(folder.resolve("1"), "one"),
                    new Machine(folder.resolve("2"), "other"),
                    new Machine(folder.resolve("3"), "last"));
            lastIsReady = folder.resolve("last-is-ready");
        }

        @Override
        public void begin(RunningServer server) throws Exception {
            network = new FaultyNetwork(server.port()).holdWhile(() -> Files.exists(lastIsReady) && !killed.get());
            task = StartedTask.start(server, network.port(), FILES, "{\"apply\":\"together\",\"expectedClients\":3}");
            try (JoiningClient first = machines.get(0).begin(task.tokenTo(server.port()))) {
                second = machines.get(1).begin(task.token());
                first.await(Wait.of(WaitFor.OTHERS));
                second.await(Wait.of(WaitFor.OTHERS));
                third = machines.get(2)
                        .begin(
                                task.token(),
                                UnaryOperator.identity(),
                                update -> update.check(
                                        List.of("sh", "-c", "test -d \"$PARLEY_STAGED\" && touch " + lastIsReady)));
                assertThat(first.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            }
        }

        @Override
        public void goOn() throws Exception {
            assertThat(task.stateOf("one")).isEqualTo("succeeded");
            for (JoiningClient held : List.of(second, third)) {
                assertThat(held.heard(ClientState.class)).doesNotContain(ClientState.APPLYING);
            }
            network.cut();
            killed.set(true);
            network.restore();
            assertThat(second.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(third.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            for (Machine machine : machines) {
                assertThat(FolderContents.files(machine.destination())).isEqualTo(FILES);
            }
        }

        @Override
        public void close() throws IOException {
            second.close();
            third.close();
            network.close();
        }
    }
}
