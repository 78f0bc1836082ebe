package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A server that keeps three events of a task, and readers that come back too late for the older ones; and what it
 * deletes for its age.
 */
class EventsAreBoundedIT {

    @Test
    void whoComesBackTooLateIsToldToLookAgain() throws Exception {
        try (WebhookReceiver slow = new WebhookReceiver(500);
                ServerProcess server = ServerProcess.start(payara -> WebhookReceiver.allow(payara)
                        .set("parley.limits.event.task", "3")
                        .set("parley.retention.tasks", "P90D"))) {
            String webhook = slow.webhook(server.running(), "slow", "");
            StartedTask old = endedWithAClient(server, "old");
            StartedTask young = endedWithAClient(server, "young");
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
            endedLongAgo(server, old.id());
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
            Rest admin = server.running().admin();
            Await.until(
                    "the old task is gone",
                    Duration.ofSeconds(60),
                    () -> admin.get(old.path()).status() == 404);
            admin.get(young.path()).expect(200);
            admin.get(task.path()).expect(200);
            assertThat(admin.get("/api/v1/audit?action=task.deleted")
                            .expect(200)
                            .text())
                    .contains("\"actor\":\"server\"", old.id())
                    .doesNotContain(young.id());
            Await.until("the last row of the old task is gone", Duration.ofSeconds(60), () -> admin.get("/metrics")
                    .text()
                    .lines()
                    .anyMatch(line ->
                            line.startsWith("parley_retention_deleted_total") && line.contains("what=\"task\"")));
            server.stop();
            assertThat(rowsOf(server, old.id())).isZero();
            assertThat(rowsOf(server, young.id())).isPositive();
        }
    }

    /** A task with a client that got nothing, so that nobody needs what it has brought. */
    private static StartedTask endedWithAClient(ServerProcess server, String name) throws Exception {
        StartedTask task = StartedTask.start(server.running(), "{}");
        LockStepPeer.joined(server.running(), task.joinToken(), LockStepPeer.key(), name)
                .close();
        task.cancel();
        task.awaitClient(name, "cancelled");
        return task;
    }

    private static void endedLongAgo(ServerProcess server, String task) throws Exception {
        try (Connection connection = database(server);
                PreparedStatement update =
                        connection.prepareStatement("UPDATE task SET ended_at = ended_at - ? WHERE id = ?")) {
            update.setLong(1, Duration.ofDays(91).toMillis());
            update.setString(2, task);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    /** The rows about a task and its clients in all tables, the audit log excepted. */
    private static long rowsOf(ServerProcess server, String task) throws Exception {
        long rows = 0;
        try (Connection connection = database(server);
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "SELECT COUNT(*) FROM task WHERE id = '%s'",
                    "SELECT COUNT(*) FROM target WHERE task = '%s'",
                    "SELECT COUNT(*) FROM token WHERE task = '%s'",
                    "SELECT COUNT(*) FROM client WHERE task = '%s'",
                    "SELECT COUNT(*) FROM forgotten_client WHERE task = '%s'",
                    "SELECT COUNT(*) FROM undo_client WHERE task = '%s'",
                    "SELECT COUNT(*) FROM event WHERE task = '%s'",
                    "SELECT COUNT(*) FROM pending_event WHERE task = '%s'",
                    "SELECT COUNT(*) FROM event_trim WHERE task = '%s'",
                    "SELECT COUNT(*) FROM wave_lock WHERE task = '%s'",
                    "SELECT COUNT(*) FROM transition t WHERE '%s' <> ''"
                            + " AND NOT EXISTS (SELECT 1 FROM client c WHERE c.id = t.client)",
                    "SELECT COUNT(*) FROM report r WHERE '%s' <> ''"
                            + " AND NOT EXISTS (SELECT 1 FROM client c WHERE c.id = r.client)",
                    "SELECT COUNT(*) FROM offer o WHERE '%s' <> ''"
                            + " AND NOT EXISTS (SELECT 1 FROM client c WHERE c.id = o.client)")) {
                try (ResultSet row = statement.executeQuery(String.format(sql, task))) {
                    row.next();
                    rows += row.getLong(1);
                }
            }
        }
        return rows;
    }

    private static Connection database(ServerProcess server) throws Exception {
        return DriverManager.getConnection(
                "jdbc:h2:file:" + server.running().data().resolve("db/parley")
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                "parley",
                "parley");
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
        Await.until("the gap is a dead letter", Duration.ofSeconds(60), () -> gapOf(server, webhook, task)
                .isPresent());
        String path = webhook + "/failures/"
                + gapOf(server, webhook, task).orElseThrow().getInt("number") + "/resend";
        server.admin().post(path, "{}").expectProblem(409, "wrong_state");
    }

    private static Optional<JsonObject> gapOf(RunningServer server, String webhook, String task) throws Exception {
        return server
                .admin()
                .get(webhook + "/failures")
                .expect(200)
                .json()
                .getJsonArray("failures")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(failure -> failure.getString("kind").equals("gap")
                        && failure.getString("task").equals(task))
                .findFirst();
    }
}
