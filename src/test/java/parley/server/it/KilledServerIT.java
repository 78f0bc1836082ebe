package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Outcome;
import parley.message.ClientState;

/**
 * A server that is killed with -9 in each state of tasks, waves and clients, and started again on the same data; then
 * its database is away for a while.
 */
@Tag("longer")
class KilledServerIT {

    private static final int FLEET = 6;
    private static final String IN_WAVES =
            "{\"waves\":\"1,50%,100%\",\"expectedClients\":6,\"waveOrder\":\"shuffled\"}";

    /** The database of a server that is down. */
    private interface Database {
        Connection of(RunningServer server) throws SQLException;
    }

    /** What else happens to the server. */
    private interface Afterwards {
        void on(RunningServer server) throws Exception;
    }

    @TempDir
    Path folder;

    private final List<Scene> scenes = new ArrayList<>();

    @BeforeEach
    void scenes() throws IOException {
        scenes.addAll(WaitingScenes.in(folder));
        scenes.addAll(HeldScenes.in(folder));
    }

    @AfterEach
    void close() throws IOException {
        for (Scene scene : scenes) {
            scene.close();
        }
    }

    @Test
    void everybodyEndsWellOnH2() throws Exception {
        everybodyEndsWell(
                UnaryOperator.identity(),
                server -> DriverManager.getConnection(
                        "jdbc:h2:file:" + server.data().resolve("db/parley")
                                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                        "parley",
                        "parley"),
                server -> {});
    }

    @Test
    void everybodyEndsWellOnPostgresql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                FaultyNetwork network = new FaultyNetwork(postgres.getPort())) {
            everybodyEndsWell(
                    payara -> payara.withPostgresql(network.port()),
                    server -> postgres.getPostgresDatabase().getConnection(),
                    server -> DatabaseOutage.over(network, server, folder));
        }
    }

    private void everybodyEndsWell(UnaryOperator<PayaraMicro> settings, Database database, Afterwards afterwards)
            throws Exception {
        Map<String, String> small = Map.of("app/app.yaml", "threads: 4\n", "app/more.yaml", "more: true\n");
        Map<String, String> big = Map.of("big", PseudoRandomStream.letters(4 << 20));
        try (WebhookReceiver receiver = new WebhookReceiver(200);
                ServerProcess server = ServerProcess.start(
                        payara -> settings.apply(WebhookReceiver.allow(payara).set("parley.log", "json")));
                CuttingProxy network = new CuttingProxy(server.running().port(), 2 << 20, server::kill)) {
            StartedTask before = StartedTask.start(server.running(), small);
            new Machine(folder.resolve("before"), "before").join(before.token());
            JsonObject acknowledged = before.client("before");

            for (Scene scene : scenes) {
                scene.begin(server.running());
            }
            StartedTask download = StartedTask.start(server.running(), network.port(), big, "{}");
            StartedTask rollout =
                    StartedTask.start(server.running(), server.running().port(), small, IN_WAVES);
            int from = receiver.made(server.running(), "rollout", rollout.id())
                    .getJsonObject("webhook")
                    .getInt("delivered");
            Machine far = new Machine(folder.resolve("far"), "far");
            CompletableFuture<Outcome> downloading = far.joinMeanwhile(download.token());
            List<Machine> fleet = new ArrayList<>();
            List<CompletableFuture<Outcome>> joining = new ArrayList<>();
            for (int i = 0; i < FLEET; i++) {
                Machine machine = new Machine(folder.resolve("m" + i), "m" + i);
                fleet.add(machine);
                joining.add(machine.joinMeanwhile(rollout.token(), client -> client.rounds(100)));
            }
            String due = scheduled(server.running(), before);
            Await.until("the server was killed", Duration.ofSeconds(60), network::hasCut);
            server.kill(); // waits until it has ended
            try (Connection connection = database.of(server.running())) {
                for (Scene scene : scenes) {
                    scene.whileDown(connection);
                }
            }
            server.restart();

            assertThat(Machine.result(downloading).state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(FolderContents.files(far.destination())).isEqualTo(big);
            assertThat(network.bytesAfterTheCut()).isLessThan(3 << 20);
            assertThat(connections(server.running(), download)).containsSubsequence(false, true);
            for (int i = 0; i < FLEET; i++) {
                assertThat(Machine.result(joining.get(i)).ok()).isTrue();
                assertThat(FolderContents.files(fleet.get(i).destination())).isEqualTo(small);
            }
            Await.until("the draft has started by itself", Duration.ofSeconds(30), () -> server.running()
                    .admin()
                    .get(due)
                    .expect(200)
                    .json()
                    .getString("state")
                    .equals("open"));
            theReceiverHasMissedNothing(receiver, from, server.running(), rollout);
            assertThat(rollout.now().getInt("clients")).isEqualTo(FLEET);
            assertThat(rollout.now().getJsonArray("waves").getValuesAs(JsonObject.class))
                    .extracting(wave -> wave.getInt("succeeded"))
                    .containsExactly(1, 2, 3);
            assertThat(before.client("before").getJsonArray("history")).isEqualTo(acknowledged.getJsonArray("history"));
            for (Scene scene : scenes) {
                scene.goOn();
            }
            afterwards.on(server.running());
            assertThat(server.running()
                            .admin()
                            .get("/api/v1/audit/verify")
                            .expect(200)
                            .json()
                            .getBoolean("ok"))
                    .isTrue();
            theLogIsJsonWithoutSecrets(server, rollout);
        }
    }

    private static void theLogIsJsonWithoutSecrets(ServerProcess server, StartedTask rollout) throws Exception {
        server.running().as("viewer").get(rollout.path()).expect(200);
        server.running().admin().post("/api/v1/sign-in-codes", "{}").expect(201);
        Set<String> secrets = MadeSecrets.of(server.running());
        assertThat(secrets).hasSizeGreaterThan(15);

        String log = server.output();
        for (String secret : secrets) {
            assertThat(log.contains(secret)).as("the log has a secret").isFalse();
        }
        List<JsonObject> lines = log.lines()
                .filter(line -> line.startsWith("{\"time\":"))
                .map(line -> Json.createReader(new StringReader(line)).readObject())
                .toList();
        assertThat(lines)
                .filteredOn(line -> line.getString("task", "").equals(rollout.id())
                        && line.getString("client", "").equals("m0"))
                .extracting(line -> line.getString("message"))
                .contains("client connected", "client succeeded");
        assertThat(lines)
                .filteredOn(line -> line.getString("message").equals("client succeeded"))
                .allSatisfy(
                        line -> assertThat(line).containsKeys("time", "level", "logger", "task", "client", "session"));
    }

    /** Each event at least once, and in order if those that came again are left out. */
    private static void theReceiverHasMissedNothing(
            WebhookReceiver receiver, int from, RunningServer server, StartedTask rollout) throws Exception {
        Await.until("the receiver has the last event", Duration.ofSeconds(120), () -> {
            List<Integer> after = numbers(server, rollout).stream()
                    .filter(number -> number > from)
                    .toList();
            return receiver.numbers().containsAll(after);
        });
        List<Integer> got = receiver.numbers().stream().distinct().toList();
        assertThat(got).isSorted().isSubsetOf(numbers(server, rollout));
    }

    private static List<Integer> numbers(RunningServer server, StartedTask task) throws Exception {
        return server
                .admin()
                .get(task.path() + "/events?limit=1000")
                .expect(200)
                .json()
                .getJsonArray("events")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(event -> event.getInt("number"))
                .toList();
    }

    /** A draft that starts in a moment, before the server is killed or after its restart. */
    private static String scheduled(RunningServer server, StartedTask like) throws Exception {
        String id = server.admin()
                .post(
                        "/api/v1/tasks",
                        "{\"from\":\"" + like.now().getString("id") + "\",\"startAt\":\""
                                + Instant.now().plusSeconds(2) + "\"}")
                .expect(201)
                .json()
                .getString("id");
        return "/api/v1/tasks/" + id;
    }

    /** What watchers heard of connections that began again, and of those that ended. */
    private static List<Boolean> connections(RunningServer server, StartedTask task) throws Exception {
        return server
                .admin()
                .get(task.path() + "/events?limit=1000")
                .expect(200)
                .json()
                .getJsonArray("events")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(event -> event.getString("kind").equals("connection"))
                .map(event -> event.getJsonObject("client").getBoolean("connected"))
                .toList();
    }
}
