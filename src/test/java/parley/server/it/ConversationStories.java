package parley.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Fetch;
import parley.message.FetchFailed;
import parley.message.Inventory;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Position;
import parley.message.Proceed;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.TaskState;
import parley.message.Welcome;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.StaticKey;

/** What clients and the server say to each other when both do right. */
interface ConversationStories extends OnServer {

    @Test
    default void oneClientFromTheTokenToSuccess() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"maxClients\":1}");
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key())) {
            peer.say(LockStepPeer.hello("edge-1"));
            Welcome welcome = peer.hear(Welcome.class);
            assertThat(welcome.task().id()).isEqualTo(task.id());
            assertThat(welcome.task().state()).isEqualTo(TaskState.OPEN);
            assertThat(welcome.resume()).isEqualTo(Position.START);
            assertThat(welcome.limits().fetches()).isEqualTo(4);

            Offer offer = peer.agree(Inventory.empty());
            assertThat(offer.attempt()).isEqualTo(1);
            assertThat(offer.changes()).extracting("path").containsExactly("app.conf", "tls/site.pem");
            peer.report(offer, 1, ClientState.DOWNLOADING);
            assertThat(peer.hear()).isEqualTo(new Ack(1, 1));
            assertThat(fetch(peer, 1, offer, 0, 0)).isEqualTo(StartedTask.APP_CONF);
            assertThat(fetch(peer, 2, offer, 0, 6)).isEqualTo(StartedTask.APP_CONF.substring(6));
            peer.report(offer, 2, ClientState.STAGED);
            assertThat(peer.hear()).isEqualTo(new Ack(1, 2));
            assertThat(peer.hear()).isEqualTo(new Proceed(offer.offer()));
            peer.report(offer, 3, ClientState.APPLYING);
            peer.hear(Ack.class);
            peer.report(offer, 4, ClientState.CHECKING);
            peer.hear(Ack.class);
            assertThat(task.client("edge-1").getBoolean("connected")).isTrue();
            peer.report(offer, 5, ClientState.SUCCEEDED);
            peer.hear(Ack.class);
            peer.sayClose(CloseCode.DONE);
            assertThat(peer.read()).isInstanceOf(Incoming.Close.class);
            assertThat(peer.ended()).isEqualTo(1000);
        }
        assertThat(task.statesOf("edge-1"))
                .containsExactly(
                        "joined", "offered", "accepted", "downloading", "staged", "applying", "checking", "succeeded");
        Await.until("the client is gone", Duration.ofSeconds(5), () -> !task.client("edge-1")
                .getBoolean("connected"));
        task.awaitState("finished");
        assertThat(task.now().getString("outcome")).isEqualTo("succeeded");
        String end = """
                {"id":"%s","state":"finished","outcome":"succeeded"}""".formatted(task.id());
        Await.until("the end of the task is told", Duration.ofSeconds(5), () -> lastEventOf(task)
                .equals(end));
        assertThat(task.client("edge-1").getString("bundle"))
                .isEqualTo(task.now().getJsonObject("bundle").getString("sha256"));
    }

    /** The task as the last event of kind {@code task} tells it. */
    private String lastEventOf(StartedTask task) throws Exception {
        JsonObject last = server()
                .admin()
                .get(task.path() + "/events?limit=500")
                .expect(200)
                .json()
                .getJsonArray("events")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(event -> event.getString("kind").equals("task"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return last.getJsonObject("task").toString();
    }

    private static String fetch(LockStepPeer peer, long number, Offer offer, int change, long offset) throws Exception {
        FileEntry file = offer.changes().get(change).file().orElseThrow();
        peer.say(new Fetch(number, file.sha256(), offset));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (offset + content.size() < file.size()) {
            Incoming.Data data = (Incoming.Data) peer.read();
            assertThat(data.fetch()).isEqualTo(number);
            assertThat(data.offset()).isEqualTo(offset + content.size());
            content.write(data.array(), data.from(), data.length());
        }
        return content.toString(UTF_8);
    }

    @Test
    default void clientThatHasEverythingHasNothingToDo() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        // by sha256sum
        Inventory all = new Inventory(
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        "app.conf",
                        file("bb6d1b5f0b5e9dfd45ed7f6f4b3e1b4a5e8f9d6d7f0c5a3b2e1d0c9b8a796857", 11, "0644"),
                        "other",
                        file("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0, "0644")),
                List.of(),
                Map.of());
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "edge-2")) {
            peer.say(all);
            Offer offer = peer.hear(Offer.class);
            Map<String, FileEntry> target = Map.of(
                    "app.conf", offer.changes().get(0).file().orElseThrow(),
                    "tls/site.pem", offer.changes().get(1).file().orElseThrow());
            peer.say(new Inventory(Optional.empty(), Optional.empty(), target, List.of(), Map.of()));
            peer.hear(NothingToDo.class);
        }
        assertThat(task.stateOf("edge-2")).isEqualTo("nothing_to_do");
    }

    private static FileEntry file(String sha256, long size, String mode) {
        return new FileEntry(new Digest("sha256:" + sha256), size, Mode.parse(mode));
    }

    @Test
    default void connectionThatWasCutGoesOnWhereBothSidesStood() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        StaticKey key = LockStepPeer.key();
        Offer offer;
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), key, "edge-3")) {
            offer = peer.agree(Inventory.empty());
            peer.report(offer, 1, ClientState.DOWNLOADING);
            peer.hear(Ack.class);
        }
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), key)) {
            peer.say(LockStepPeer.hello("edge-3"));
            assertThat(peer.hear(Welcome.class).resume()).isEqualTo(new Position(1, 1));
            peer.say(Inventory.empty());
            assertThat(peer.hear(Agreed.class).offer()).isEqualTo(offer.offer());
            peer.report(offer, 1, ClientState.DOWNLOADING);
            assertThat(peer.hear()).isEqualTo(new Ack(1, 1));
            peer.report(offer, 2, ClientState.STAGED);
            peer.hear(Ack.class);
            peer.hear(Proceed.class);
        }
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), key, "edge-3")) {
            peer.say(Inventory.empty());
            peer.hear(Proceed.class);
            peer.report(offer, 4, ClientState.APPLYING);
            peer.hearClose(CloseCode.WRONG_STATE);
        }
        assertThat(task.stateOf("edge-3")).isEqualTo("staged");
    }

    @Test
    default void declineIsRecordedWithItsReason() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "edge-4")) {
            peer.say(Inventory.empty());
            Offer offer = peer.hear(Offer.class);
            peer.say(Answer.decline(offer.offer(), Reason.POLICY, "not on a Friday"));
            peer.say(new Ping());
            peer.hear(Pong.class);
        }
        JsonObject client = task.client("edge-4");
        assertThat(client.getString("state")).isEqualTo("declined");
        assertThat(client.getString("reason")).isEqualTo("policy");
        assertThat(client.getString("detail")).isEqualTo("not on a Friday");
    }

    @Test
    default void deferAndCounterAreRefusedUnlessThePolicyAllowsThem() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "edge-5")) {
            peer.say(Inventory.empty());
            Offer offer = peer.hear(Offer.class);
            for (Decision decision : List.of(Decision.DEFER, Decision.COUNTER)) {
                peer.say(new Answer(
                        offer.offer(),
                        decision,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        decision == Decision.COUNTER ? List.of("app.conf") : List.of()));
                assertThat(peer.hear(Refused.class).reason()).isEqualTo(Reason.POLICY);
            }
        }
    }

    @Test
    default void onlyWhatWasAgreedIsServed() throws Exception {
        StartedTask other = StartedTask.start(server(), Map.of("secret", "of another task"));
        StartedTask task = StartedTask.start(server(), "{}");
        Digest ofAnotherTask;
        try (LockStepPeer peer = LockStepPeer.joined(server(), other.joinToken(), LockStepPeer.key(), "edge-6")) {
            ofAnotherTask = peer.agree(Inventory.empty())
                    .changes()
                    .get(0)
                    .file()
                    .orElseThrow()
                    .sha256();
        }
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "edge-6")) {
            peer.say(Inventory.empty());
            Offer offer = peer.hear(Offer.class);
            Digest offered = offer.changes().get(0).file().orElseThrow().sha256();
            peer.say(new Fetch(1, offered, 0));
            FetchFailed tooEarly = peer.hear(FetchFailed.class);
            peer.say(Answer.accept(offer.offer()));
            peer.hear(Agreed.class);
            peer.say(new Fetch(2, ofAnotherTask, 0));
            FetchFailed foreign = peer.hear(FetchFailed.class);
            peer.say(new Fetch(3, new Digest("sha256:" + "0".repeat(64)), 0));
            FetchFailed unknown = peer.hear(FetchFailed.class);
            peer.say(new Fetch(4, offered, 1_000_000));
            FetchFailed beyond = peer.hear(FetchFailed.class);

            assertThat(List.of(tooEarly.reason(), foreign.reason(), unknown.reason(), beyond.reason()))
                    .containsOnly(foreign.reason());
            peer.say(new Fetch(4, offered, 0));
            peer.hearClose(CloseCode.LIMIT);
        }
    }

    @Test
    default void cancelReachesAClientThatIsConnected() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "edge-7")) {
            Offer offer = peer.agree(Inventory.empty());
            task.cancel();
            assertThat(peer.hear()).isEqualTo(new Cancel("enough"));
            peer.say(new Fetch(1, offer.changes().get(0).file().orElseThrow().sha256(), 0));
            peer.hear(FetchFailed.class);
        }
        assertThat(task.stateOf("edge-7")).isEqualTo("cancelled");
        task.awaitState("cancelled");
        server().admin().post(task.path() + "/cancel", "{}").expectProblem(409, "wrong_state");
    }

    @Test
    default void revokedClientIsShutOutAtOnceAndForGood() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        StaticKey key = LockStepPeer.key();
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), key, "edge-8")) {
            task.revokeClient("edge-8");
            peer.hearClose(CloseCode.REVOKED);
        }
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), key)) {
            peer.hearClose(CloseCode.REVOKED);
        }
        assertThat(task.stateOf("edge-8")).isEqualTo("revoked");
    }

    @Test
    default void newerSessionOfAClientReplacesTheOlderOne() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        StaticKey key = LockStepPeer.key();
        try (LockStepPeer older = LockStepPeer.joined(server(), task.joinToken(), key, "edge-9");
                LockStepPeer newer = LockStepPeer.joined(server(), task.joinToken(), key, "edge-9")) {
            older.hearClose(CloseCode.REPLACED);
            newer.say(new Ping());
            newer.hear(Pong.class);
            assertThat(task.client("edge-9").getBoolean("connected")).isTrue();
        }
    }

    @Test
    default void taskIsTimedOutClientByClient() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"expiresIn\":\"PT4S\",\"stateTimeout\":\"PT3S\"}");
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "edge-10")) {
            peer.agree(Inventory.empty());
            peer.hear(Cancel.class);
        }
        assertThat(task.stateOf("edge-10")).isEqualTo("timed_out");
        task.awaitState("finished");
        assertThat(task.now().getString("outcome")).isEqualTo("failed");
    }
}
