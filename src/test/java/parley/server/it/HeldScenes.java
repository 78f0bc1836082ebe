package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Proceed;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.protocol.StaticKey;

/** What the server itself is in the middle of: an opening, a soak time, a gate, an undo, an approval, a deletion. */
final class HeldScenes {

    private HeldScenes() {}

    /** All of them, each in a folder of its own; the window, which opens soon, is the last one. */
    static List<Scene> in(Path folder) {
        return List.of(
                new Gate(folder.resolve("gate")),
                new Soak(folder.resolve("soak")),
                new Undo(folder.resolve("undo")),
                new Approval(folder.resolve("approval")),
                new Deletion(folder.resolve("deletion")),
                new Window());
    }

    private static Map<String, String> files(Path folder, String version) {
        return Map.of("app.conf", version, "story.txt", folder.toString());
    }

    private static String content(Machine machine) throws IOException {
        return Files.readString(machine.destination().resolve("app.conf"));
    }

    /** A client that waits for its window. */
    private static final class Window implements Scene {

        private static final Duration BEFORE_THE_OPENING = Duration.ofSeconds(20);

        private final StaticKey key = LockStepPeer.key();
        private RunningServer server;
        private StartedTask task;

        @Override
        public void begin(RunningServer running) throws Exception {
            server = running;
            Instant opening = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(BEFORE_THE_OPENING);
            task = StartedTask.start(server, WaitingStories.windowFrom(opening));
            try (LockStepPeer peer = LockStepPeer.joined(server, task.joinToken(), key, "night-1")) {
                peer.say(Inventory.empty());
                peer.say(Answer.accept(peer.hear(Offer.class).offer()));
                assertThat(peer.hear(Wait.class).until()).contains(opening);
                assertThat(task.client("night-1").getString("waitsFor")).isEqualTo("window");
                assertThat(task.client("night-1").getString("waitUntil")).isEqualTo(opening.toString());
            }
        }

        @Override
        public void goOn() throws Exception {
            Await.until("the window is open", Duration.ofSeconds(120), () -> task.stateOf("night-1")
                    .equals("accepted"));
            try (LockStepPeer peer = LockStepPeer.joined(server, task.joinToken(), key, "night-1")) {
                peer.say(Inventory.empty());
                peer.hear(Agreed.class);
            }
            assertThat(task.client("night-1")).doesNotContainKey("waitsFor");
        }

        @Override
        public void close() {}
    }

    /** The first of two that apply together, in a wave of two; a third one waits for its wave. */
    private static final class Gate implements Scene {

        private final StaticKey key = LockStepPeer.key();
        private final Path folder;
        private RunningServer server;
        private StartedTask task;
        private Offer mine;
        private JoiningClient third;

        Gate(Path folder) {
            this.folder = folder;
        }

        @Override
        public void begin(RunningServer running) throws Exception {
            server = running;
            task = StartedTask.start(
                    server,
                    server.port(),
                    files(folder, "together\n"),
                    "{\"apply\":\"together\",\"waves\":\"2,100%\",\"expectedClients\":3}");
            try (LockStepPeer first = LockStepPeer.joined(server, task.joinToken(), key, "pair-1")) {
                mine = agreeInTheFirstWave(first, "pair-1");
                first.report(mine, 1, ClientState.STAGED);
                assertThat(first.hear()).isEqualTo(new Ack(1, 1));
                assertThat(first.hear()).isEqualTo(Wait.of(WaitFor.OTHERS));
                assertThat(task.client("pair-1").getString("waitsFor")).isEqualTo("others");
            }
        }

        @Override
        public void goOn() throws Exception {
            try (LockStepPeer first = LockStepPeer.joined(server, task.joinToken(), key, "pair-1");
                    LockStepPeer second = LockStepPeer.joined(server, task.joinToken(), LockStepPeer.key(), "pair-2")) {
                first.say(Inventory.empty());
                assertThat(first.hear()).isEqualTo(Wait.of(WaitFor.OTHERS));
                Offer other = agreeInTheFirstWave(second, "pair-2");
                third = new Machine(folder, "third").begin(task.token());
                third.await(Wait.of(WaitFor.WAVE));
                second.report(other, 1, ClientState.STAGED);
                assertThat(second.hear()).isEqualTo(new Ack(1, 1));
                assertThat(second.hear()).isEqualTo(Wait.of(WaitFor.OTHERS));

                assertThat(first.hear()).isEqualTo(new Proceed(mine.offer()));
                assertThat(second.hear()).isEqualTo(new Proceed(other.offer()));
                assertThat(task.stateOf("third")).isEqualTo("waiting");
                first.report(mine, 2, ClientState.SUCCEEDED);
                assertThat(first.hear()).isEqualTo(new Ack(1, 2));
                second.report(other, 2, ClientState.SUCCEEDED);
                assertThat(second.hear()).isEqualTo(new Ack(1, 2));
            }
            assertThat(third.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }

        private Offer agreeInTheFirstWave(LockStepPeer peer, String name) throws Exception {
            peer.say(Inventory.empty());
            Offer offer = peer.hear(Offer.class);
            Await.until(
                    name + " has a place",
                    Duration.ofSeconds(60),
                    () -> task.client(name).getInt("wave", 0) == 1);
            peer.say(Answer.accept(offer.offer()));
            peer.hear(Agreed.class);
            return offer;
        }

        @Override
        public void close() throws IOException {
            if (third != null) {
                third.close();
            }
        }
    }

    /** Agrees, and says that all is there; the answer is that it waits for the others. */
    static Offer stage(LockStepPeer peer) throws Exception {
        Offer offer = peer.agree(Inventory.empty());
        peer.report(offer, 1, ClientState.STAGED);
        assertThat(peer.hear()).isEqualTo(new Ack(1, 1));
        assertThat(peer.hear()).isEqualTo(Wait.of(WaitFor.OTHERS));
        return offer;
    }

    /** The first wave has succeeded, and its soak time runs. */
    private static final class Soak implements Scene {

        private static final Duration TIME = Duration.ofSeconds(15);

        private final Path folder;
        private StartedTask task;
        private JoiningClient second;

        Soak(Path folder) {
            this.folder = folder;
        }

        @Override
        public void begin(RunningServer server) throws Exception {
            task = StartedTask.start(
                    server, server.port(), files(folder, "soaked\n"), "{\"waves\":\"1/100%/15s,100%\"}");
            new Machine(folder.resolve("1"), "canary").join(task.token());
            second = new Machine(folder.resolve("2"), "second").begin(task.token());
            second.await(Wait.of(WaitFor.WAVE));
        }

        @Override
        public void goOn() throws Exception {
            assertThat(second.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(Duration.between(when("canary", "succeeded"), when("second", "accepted")))
                    .isGreaterThanOrEqualTo(TIME);
        }

        private Instant when(String client, String state) throws Exception {
            return task.client(client).getJsonArray("history").getValuesAs(JsonObject.class).stream()
                    .filter(step -> step.getString("to").equals(state))
                    .map(step -> Instant.parse(step.getString("at")))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() throws IOException {
            second.close();
        }
    }

    /** One of two clients has gone back. */
    private static final class Undo implements Scene {

        private final Path folder;
        private RunningServer server;
        private StartedTask second;
        private Machine late;
        private String undo = "";

        Undo(Path folder) {
            this.folder = folder;
        }

        @Override
        public void begin(RunningServer running) throws Exception {
            server = running;
            Machine early = new Machine(folder.resolve("1"), "early");
            late = new Machine(folder.resolve("2"), "late");
            StartedTask first = StartedTask.start(server, files(folder, "v1\n"));
            second = StartedTask.start(server, files(folder, "v2\n"));
            for (StartedTask task : List.of(first, second)) {
                early.join(task.token());
                late.join(task.token());
            }
            undo = server.admin()
                    .post(second.path() + "/undo", "")
                    .expect(201)
                    .json()
                    .getString("id");
            early.join(second.token());
            assertThat(content(early)).isEqualTo("v1\n");
            assertThat(content(late)).isEqualTo("v2\n");
        }

        @Override
        public void goOn() throws Exception {
            assertThat(late.join(second.token()).state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(content(late)).isEqualTo("v1\n");
            Await.until("the undo has finished", Duration.ofSeconds(60), () -> task().getString("state")
                    .equals("finished"));
            assertThat(task().getString("outcome")).isEqualTo("succeeded");
            assertThat(task().getInt("clients")).isEqualTo(2);
        }

        private JsonObject task() throws Exception {
            return server.admin().get("/api/v1/tasks/" + undo).expect(200).json();
        }

        @Override
        public void close() {}
    }

    /** A client shows its digits and waits for an operator. */
    private static final class Approval implements Scene {

        private final Path folder;
        private RunningServer server;
        private StartedTask task;
        private JoiningClient client;

        Approval(Path folder) {
            this.folder = folder;
        }

        @Override
        public void begin(RunningServer running) throws Exception {
            server = running;
            task = StartedTask.start(
                    server, server.port(), files(folder, "approved\n"), "{\"approval\":true,\"confirm\":\"PT0S\"}");
            client = new Machine(folder, "edge").begin(task.token());
            client.awaitApprovalCode();
        }

        @Override
        public void goOn() throws Exception {
            assertThat(task.stateOf("edge")).isEqualTo("pending");
            Await.until("both sides show the same digits", Duration.ofSeconds(60), () -> client.lastApprovalCode()
                    .equals(Optional.ofNullable(task.client("edge").getString("approvalCode", null))));
            server.admin().post(task.path() + "/clients/edge/approve", "{}").expect(200);
            assertThat(client.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    /** A task is out of sight, and some of its rows are gone. */
    private static final class Deletion implements Scene {

        private final Path folder;
        private RunningServer server;
        private StartedTask task;
        private String bundle = "";

        Deletion(Path folder) {
            this.folder = folder;
        }

        @Override
        public void begin(RunningServer running) throws Exception {
            server = running;
            task = StartedTask.start(server, files(folder, "deleted\n"));
            bundle = "/api/v1/bundles/" + task.now().getJsonObject("bundle").getString("sha256");
            new Machine(folder, "told").join(task.token());
            task.cancel();
        }

        @Override
        public void whileDown(Connection database) throws Exception {
            for (String sql : List.of(
                    "DELETE FROM transition WHERE client IN (SELECT id FROM client WHERE task = ?)",
                    "UPDATE task SET deleted_by = 'admin' WHERE id = ?")) {
                try (PreparedStatement statement = database.prepareStatement(sql)) {
                    statement.setString(1, task.id());
                    assertThat(statement.executeUpdate()).isPositive();
                }
            }
        }

        @Override
        public void goOn() throws Exception {
            server.admin().get(task.path()).expectProblem(404, "unknown_task");
            Await.until("its rows are gone", Duration.ofSeconds(120), () -> server.admin()
                    .get(bundle + "/uses")
                    .expect(200)
                    .json()
                    .getJsonArray("uses")
                    .isEmpty());
        }

        @Override
        public void close() {}
    }
}
