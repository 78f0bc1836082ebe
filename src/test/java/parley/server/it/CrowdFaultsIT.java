package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator does to five thousand clients at once, on a server with a heap of 256 MiB. */
@Tag("faults")
class CrowdFaultsIT {

    private static final int CROWD = 5_000;
    private static final Duration AN_UNDO = Duration.ofSeconds(30);

    private static final String OFFERS =
            """
            INSERT INTO offer (id, client, attempt, bundle, content, kept, agreed, status, first_made_at, created_at)
            SELECT md5(? || n) , md5(? || 'c' || n), 1, ?, '{}', '', TRUE, 'accepted', 0, 0
            FROM generate_series(1, %d) AS n""";
    private static final String CLIENTS =
            """
            INSERT INTO client (id, task, client_id, public_key, name, labels, agent, platform, capabilities, token,
                state, ended, attempt, seq, moves, connected, joined_at, changed_at, last_seen_at, approved, offer,
                bundle)
            SELECT md5(? || 'c' || n), ?, md5('key' || n), decode(repeat('00', 32), 'hex'),
                'host-' || lpad(n::text, 5, '0'), '{}', '{"name":"parley","version":"1"}',
                '{"os":"Linux","arch":"amd64","java":"17"}', '', repeat('0', 32), ?, ?, 1, 1, 1, FALSE, 0, 0, 0, ?,
                md5(? || n), ?
            FROM generate_series(1, %d) AS n""";

    @Test
    void fiveThousandClientsAreUndoneWithinTheBoundsOfTime() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                ServerProcess server = ServerProcess.start(payara -> payara.withPostgresql(postgres.getPort()));
                Connection database = postgres.getPostgresDatabase().getConnection()) {
            theyAreUndone(server.running(), database);
        }
    }

    private static void theyAreUndone(RunningServer server, Connection database) throws Exception {
        StartedTask first = StartedTask.start(server, Map.of("app.conf", "v1\n"));
        StartedTask second = StartedTask.start(server, Map.of("app.conf", "v2\n"));
        seed(database, first);
        seed(database, second);
        Rest admin = server.admin();

        long begin = System.nanoTime();
        JsonObject preview = admin.get(second.path() + "/undo").expect(200).json();
        assertThat(preview.getInt("goBack")).isEqualTo(CROWD);
        long seen = System.nanoTime();
        JsonObject undo = admin.post(second.path() + "/undo", "").expect(201).json();
        Duration took = Duration.ofNanos(System.nanoTime() - seen);

        System.out.println("undo of " + CROWD + " clients: seen in "
                + Duration.ofNanos(seen - begin).toMillis() + " ms, made in " + took.toMillis() + " ms");
        assertThat(took).isLessThan(AN_UNDO);
        assertThat(undo.getJsonObject("policy").getInt("expectedClients")).isEqualTo(CROWD);
        admin.post("/api/v1/tasks/" + undo.getString("id") + "/cancel", "{}").expect(200);
    }

    private static void seed(Connection database, StartedTask task) throws Exception {
        String bundle = task.now().getJsonObject("bundle").getString("sha256");
        execute(database, CLIENTS, task.id(), task.id(), "succeeded", true, true, task.id(), bundle);
        execute(database, OFFERS, task.id(), task.id(), bundle);
    }

    private static void execute(Connection database, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql.formatted(CROWD))) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            assertThat(statement.executeUpdate()).isEqualTo(CROWD);
        }
    }
}
