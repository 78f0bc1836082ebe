package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Wait;
import parley.message.WaitFor;

/** A database that is away for a while: every connection to it is lost, and nobody gets one. */
final class DatabaseOutage {

    /** -Dparley.outage=60 makes it a minute. */
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("parley.outage", 5));

    private static final Duration BACK = Duration.ofSeconds(60);

    private DatabaseOutage() {}

    /** The server says that it is not ready, its clients wait, and all goes on as soon as the database is back. */
    static void over(FaultyNetwork network, RunningServer server, Path folder) throws Exception {
        StartedTask task = StartedTask.start(
                server,
                server.port(),
                Map.of("app.conf", "outage: over\n"),
                "{\"apply\":\"together\",\"expectedClients\":2}");
        Rest admin = server.admin();
        try (JoiningClient first = new Machine(folder.resolve("waits"), "waits").begin(task.token());
                LockStepPeer second = LockStepPeer.joined(server, task.joinToken(), LockStepPeer.key(), "tells")) {
            first.await(Wait.of(WaitFor.OTHERS));
            Offer offer = second.agree(Inventory.empty());

            network.cut();
            Instant end = Instant.now().plus(TIME);
            Await.until(
                    "the server is not ready",
                    BACK,
                    () -> server.withoutKey().get("/health/ready").status() == 503);
            assertThat(server.withoutKey().get("/health/live").status()).isEqualTo(200);
            Rest.Answer refused = admin.get(task.path());
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.text()).contains("\"code\":\"unavailable\"");
            second.report(offer, 1, ClientState.STAGED);
            Await.until(
                    "the outage is over", TIME.plus(BACK), () -> Instant.now().isAfter(end));
            network.restore();

            Await.until(
                    "the server is ready again",
                    BACK,
                    () -> server.withoutKey().get("/health/ready").status() == 200);
            for (int i = 0; i < 40; i++) {
                admin.get(task.path()).expect(200);
            }
        }
    }
}
