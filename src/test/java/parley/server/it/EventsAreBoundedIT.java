package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server that keeps three events of a task, and readers that come back too late for the older ones. */
class EventsAreBoundedIT {

    @Test
    void whoComesBackTooLateIsToldToLookAgain() throws Exception {
        try (WebhookReceiver slow = new WebhookReceiver(500);
                ServerProcess server = ServerProcess.start(
                        payara -> WebhookReceiver.allow(payara).set("parley.limits.event.task", "3"))) {
            String webhook = slow.webhook(server.running(), "slow", "");
            StartedTask task = StartedTask.start(server.running(), "{}");
            String first = firstNumber(server, task);
            LockStepPeer.joined(server.running(), task.joinToken(), LockStepPeer.key(), "a")
                    .close();
            LockStepPeer.joined(server.running(), task.joinToken(), LockStepPeer.key(), "b")
                    .close();
            task.cancel();
            task.awaitClient("a", "cancelled");
            task.awaitClient("b", "cancelled");
            server.stop();
            server.restart();

            String behindTheFirst = task.path() + "/events?after=" + first;
            Await.until(
                    "the oldest events are gone",
                    Duration.ofSeconds(60),
                    () -> server.running().admin().get(behindTheFirst).status() == 410);
            server.running().admin().get(behindTheFirst).expectProblem(410, "gone");
            assertThat(server.running()
                            .admin()
                            .get(task.path() + "/events")
                            .expect(200)
                            .json()
                            .getJsonArray("events"))
                    .hasSize(3);
            try (EventReader events = EventReader.open(
                    server.running().uri().resolve(task.path() + "/events"),
                    server.running().admin().authorization(),
                    Optional.of(first))) {
                assertThat(events.next().name()).isEqualTo("begin");
                assertThat(events.next().name()).isEqualTo("reset");
                assertThat(events.next().name()).isIn("client", "task", "connection");
            }
            aWebhookThatIsTooLateSaysWhatItHasMissed(server.running(), webhook, task.id());
        }
    }

    private static String firstNumber(ServerProcess server, StartedTask task) throws Exception {
        return Integer.toString(server.running()
                .admin()
                .get(task.path() + "/events?limit=1")
                .expect(200)
                .json()
                .getInt("last"));
    }

    private static void aWebhookThatIsTooLateSaysWhatItHasMissed(RunningServer server, String webhook, String task)
            throws Exception {
        Await.until("the gap is a dead letter", Duration.ofSeconds(60), () -> !server.admin()
                .get(webhook + "/failures")
                .expect(200)
                .json()
                .getJsonArray("failures")
                .isEmpty());
        JsonObject gap = server.admin()
                .get(webhook + "/failures")
                .expect(200)
                .json()
                .getJsonArray("failures")
                .getJsonObject(0);
        assertThat(gap.getString("kind")).isEqualTo("gap");
        assertThat(gap.getString("task")).isEqualTo(task);
        server.admin().post(webhook + "/failures/1/resend", "{}").expectProblem(409, "wrong_state");
    }
}
