package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Outcome;
import parley.client.UpdateException;
import parley.client.UpdateListener;
import parley.message.ClientState;
import parley.message.Reason;
import parley.protocol.JoinToken;
import parley.protocol.KeyId;
import parley.protocol.Secret;

/** Whole updates, from the token to the last report. */
interface SessionsStories extends OnServer {

    /** Bundles of this story alone. */
    private static Map<String, String> older(Path folder) {
        return Map.of(
                "proxy/proxy.conf", "listen 80;\n",
                "proxy/legacy.conf", "# to be removed\n",
                "app/app.yaml", "threads: 4\n",
                "story.txt", folder.toString());
    }

    private static Map<String, String> newer(Path folder) {
        return Map.of(
                "proxy/proxy.conf", "listen 443;\n",
                "app/app.yaml", "threads: 4\n",
                "app/feature.yaml", "on: true\n",
                "story.txt", folder.toString());
    }

    @Test
    default void threeClientsWithDifferentStatesEndWithTheSameFiles(@TempDir Path folder) throws Exception {
        Machine empty = new Machine(folder.resolve("1"), "empty");
        Machine older = new Machine(folder.resolve("2"), "older");
        Machine current = new Machine(folder.resolve("3"), "current").with(newer(folder));
        assertThat(older.join(StartedTask.start(server(), older(folder)).token())
                        .state())
                .isEqualTo(ClientState.SUCCEEDED);
        assertThat(FolderContents.files(older.destination())).isEqualTo(older(folder));

        StartedTask task =
                StartedTask.start(server(), server().port(), newer(folder), "{\"expectedClients\":3,\"maxClients\":3}");
        CompletableFuture<Outcome> first = empty.joinMeanwhile(task.token());
        CompletableFuture<Outcome> second = older.joinMeanwhile(task.token());
        CompletableFuture<Outcome> third = current.joinMeanwhile(task.token());

        assertThat(Machine.result(first)).satisfies(o -> {
            assertThat(o.state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(o.changes()).isEqualTo(4);
        });
        assertThat(Machine.result(second)).satisfies(o -> {
            assertThat(o.state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(o.changes()).isEqualTo(3);
            assertThat(o.bytes()).isEqualTo("listen 443;\non: true\n".length());
        });
        assertThat(Machine.result(third).state()).isEqualTo(ClientState.NOTHING_TO_DO);
        for (Machine machine : List.of(empty, older, current)) {
            assertThat(FolderContents.files(machine.destination())).isEqualTo(newer(folder));
        }
        task.awaitState("finished");
        JsonObject ended = task.now();
        assertThat(ended.getString("outcome")).isEqualTo("succeeded");
        assertThat(ended.getJsonObject("counts").getInt("succeeded")).isEqualTo(2);
        assertThat(ended.getJsonObject("counts").getInt("nothing_to_do")).isEqualTo(1);
        assertThat(task.client("older").getJsonArray("history").getValuesAs(JsonObject.class))
                .extracting(step -> step.getString("to"))
                .containsSubsequence("joined", "offered", "accepted", "staged", "applying", "succeeded");
        assertThat(server().admin()
                        .get("/api/v1/audit/verify")
                        .expect(200)
                        .json()
                        .getBoolean("ok"))
                .isTrue();
    }

    @Test
    default void aDownloadGoesOnWhereTheConnectionWasLost(@TempDir Path folder) throws Exception {
        Map<String, String> big = Map.of("big", PseudoRandomStream.letters(4 << 20));
        try (CuttingProxy network = new CuttingProxy(server().port(), 3 << 20, () -> {})) {
            StartedTask task = StartedTask.start(server(), network.port(), big, "{}");
            AtomicInteger reconnects = new AtomicInteger();
            UpdateListener listener = new UpdateListener() {
                @Override
                public void reconnecting(Duration delay, String why) {
                    reconnects.incrementAndGet();
                }
            };
            Machine machine = new Machine(folder, "far-away");
            Outcome outcome = machine.join(task.token(), c -> c.listener(listener), UnaryOperator.identity());
            assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(FolderContents.files(machine.destination())).isEqualTo(big);
            assertThat(network.hasCut()).isTrue();
            assertThat(reconnects).hasPositiveValue();
            assertThat(network.bytesAfterTheCut()).isBetween(1L << 20, 2L << 20);
        }
    }

    @Test
    default void aRevokedTokenAdmitsNobodyNewAndShutsOutNobodyElse(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), newer(folder));
        JsonObject second = task.moreTokens("{}");
        String token = second.getString("token");
        Machine early = new Machine(folder.resolve("early"), "early");
        assertThat(early.join(token).state()).isEqualTo(ClientState.SUCCEEDED);
        task.revokeToken(second.getString("keyId"));
        assertThat(task.stateOfToken(second.getString("keyId"))).isEqualTo("revoked");
        Machine late = new Machine(folder.resolve("late"), "late");
        refused(() -> late.join(token), UpdateException.Problem.REVOKED);
        assertThat(late.destination()).doesNotExist();
        assertThat(early.join(token).ok()).isTrue();
    }

    @Test
    default void anExpiredTokenSaysSo(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), newer(folder));
        JsonObject token = task.moreTokens("{\"expiresIn\":\"PT1S\"}");
        Await.until("the token has expired", Duration.ofSeconds(30), () -> task.stateOfToken(token.getString("keyId"))
                .equals("expired"));
        refused(() -> new Machine(folder, "late").join(token.getString("token")), UpdateException.Problem.EXPIRED);
    }

    @Test
    default void ofTwoClientsWithOneNameTheFirstOwnsIt(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), newer(folder));
        List<CompletableFuture<Outcome>> both = List.of(
                new Machine(folder.resolve("1"), "twin").joinMeanwhile(task.token()),
                new Machine(folder.resolve("2"), "twin").joinMeanwhile(task.token()));
        assertThat(endings(both)).containsOnly(Map.entry("SUCCEEDED", 1), Map.entry("NAME_TAKEN", 1));
        assertThat(task.now().getInt("clients")).isEqualTo(1);
    }

    @Test
    default void noMoreClientsGetInThanTheTokenAdmitsHoweverManyComeAtOnce(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), server().port(), newer(folder), "{\"maxClients\":3}");
        List<CompletableFuture<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(new Machine(folder.resolve("m" + i), "m" + i).joinMeanwhile(task.token()));
        }
        assertThat(endings(all)).containsOnly(Map.entry("SUCCEEDED", 3), Map.entry("USED_UP", 5));
        assertThat(task.now().getInt("clients")).isEqualTo(3);
    }

    @Test
    default void aTokenForOneNameGivesThatName(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), newer(folder));
        String token = task.moreTokens("{\"name\":\"db-1\",\"labels\":{\"role\":\"db\"},\"suite\":1}")
                .getString("token");
        assertThat(new Machine(folder, "whatever-it-says").join(token).state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(task.client("db-1").getJsonObject("labels").getString("role"))
                .isEqualTo("db");
    }

    @Test
    default void aCancelledTaskAdmitsNobody(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), newer(folder));
        task.cancel();
        assertThat(task.now().getString("state")).isEqualTo("cancelled");
        refused(() -> new Machine(folder, "late").join(task.token()), UpdateException.Problem.TASK_ENDED);
    }

    @Test
    default void aTokenOfAnotherServerIsRefusedWithoutSayingWhy(@TempDir Path folder) throws Exception {
        JoinToken real =
                JoinToken.parse(StartedTask.start(server(), newer(folder)).token());
        SecureRandom random = new SecureRandom();
        byte[] psk = new byte[32];
        random.nextBytes(psk);
        JoinToken unknown = new JoinToken(
                real.suite(), KeyId.random(random), Secret.of(psk), real.serverKey(), real.notAfter(), real.urls());
        JoinToken wrongSecret = new JoinToken(
                real.suite(), real.keyId(), Secret.of(psk), real.serverKey(), real.notAfter(), real.urls());
        for (JoinToken foreign : List.of(unknown, wrongSecret)) {
            refused(
                    () -> new Machine(folder, "stranger")
                            .join(foreign.unsafeText(), c -> c.rounds(1), UnaryOperator.identity()),
                    UpdateException.Problem.WRONG_SERVER);
        }
    }

    @Test
    default void aFailedCheckLeavesTheOldFilesAndTellsTheOperatorWhy(@TempDir Path folder) throws Exception {
        Machine machine = new Machine(folder, "careful");
        assertThat(machine.join(StartedTask.start(server(), older(folder)).token())
                        .ok())
                .isTrue();
        StartedTask task = StartedTask.start(server(), server().port(), newer(folder), "{\"retry\":0}");
        Outcome outcome = machine.join(
                task.token(),
                UnaryOperator.identity(),
                u -> u.check(List.of("sh", "-c", "echo listen 443 is taken; exit 1")));
        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.reason()).contains(Reason.CHECK_FAILED);
        assertThat(FolderContents.files(machine.destination())).isEqualTo(older(folder));
        JsonObject client = task.client("careful");
        assertThat(client.getString("state")).isEqualTo(outcome.state().word());
        assertThat(client.getString("reason")).isEqualTo("check_failed");
        assertThat(client.getString("output")).contains("listen 443 is taken");
    }

    @Test
    default void aClientMayDecline(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), newer(folder));
        Machine machine = new Machine(folder, "unwilling");
        Outcome outcome = machine.join(task.token(), UnaryOperator.identity(), u -> u.confirmation(offer -> false));
        assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
        assertThat(machine.destination()).doesNotExist();
        assertThat(task.client("unwilling").getString("state")).isEqualTo("declined");
    }

    @Test
    default void browsersAndStrangersHaveNoBusinessAtTheSessionEndpoint() throws Exception {
        String upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        assertThat(RawHttp.get(
                        server().port(),
                        "/parley/v1",
                        "Host: parley.example.com",
                        upgrade,
                        "Sec-WebSocket-Protocol: parley.v1",
                        "Origin: https://parley.example.com"))
                .startsWith("HTTP/1.1 403");
        assertThat(RawHttp.get(server().port(), "/parley/v1", "Host: parley.example.com", upgrade))
                .startsWith("HTTP/1.1 400");
    }

    private static void refused(ThrowingCallable join, UpdateException.Problem problem) {
        assertThatThrownBy(join).isInstanceOfSatisfying(UpdateException.class, e -> {
            assertThat(e.problem()).isEqualTo(problem);
            assertThat(e.why()).isNotBlank();
            assertThat(e.next()).isNotBlank();
        });
    }

    /** How often clients ended in which way. */
    private static Map<String, Integer> endings(List<CompletableFuture<Outcome>> clients) throws InterruptedException {
        Map<String, Integer> endings = new TreeMap<>();
        for (CompletableFuture<Outcome> client : clients) {
            endings.merge(ending(client), 1, Integer::sum);
        }
        return endings;
    }

    private static String ending(CompletableFuture<Outcome> client) throws InterruptedException {
        try {
            return Machine.result(client).state().name();
        } catch (UpdateException e) {
            return e.problem().name();
        }
    }
}
