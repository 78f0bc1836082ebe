package parley.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MigrationTest {

    @Test
    void h2AndPostgresqlGetTheSameTablesWithTheSameColumns() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            Migration.migrate(postgres.getPostgresDatabase());

            assertThat(columns(postgres.getPostgresDatabase()))
                    .isEqualTo(columns(Databases.h2()))
                    .containsKeys("api_key", "audit", "audit_head", "server_identity", "sign_in_session", "token");
        }
    }

    @Test
    void migratingAgainChangesNothing() throws Exception {
        DataSource database = Databases.h2();
        TreeMap<String, String> before = columns(database);

        Migration.migrate(database);

        assertThat(columns(database)).isEqualTo(before);
    }

    @Test
    void whatWasStartedBeforeGetsItsPlaceAboveEveryNumberThatClientsHaveHeardOf() throws Exception {
        assertThat(placesAfterMigration(Databases.emptyH2())).isEqualTo(PLACES);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(placesAfterMigration(postgres.getPostgresDatabase())).isEqualTo(PLACES);
        }
    }

    @Test
    void eventsKeepTheirNumbersAndThoseWithoutOneStillWaitForIt() throws Exception {
        assertThat(eventsAfterMigration(Databases.emptyH2())).isEqualTo(EVENTS);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(eventsAfterMigration(postgres.getPostgresDatabase())).isEqualTo(EVENTS);
        }
    }

    private static final List<String> EVENTS =
            List.of("1 a client-1 1000 task first", "2 b none 2000 client second", "waits a none 3000 task third");

    private static List<String> eventsAfterMigration(DataSource database) throws SQLException {
        Migration.migrate(database, "18");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            String columns = "INSERT INTO event (number, task, client, at, kind, content) VALUES ";
            statement.executeUpdate(columns + "(1, 'a', 'client-1', 1000, 'task', 'first')");
            statement.executeUpdate(columns + "(NULL, 'a', NULL, 3000, 'task', 'third')");
            statement.executeUpdate(columns + "(2, 'b', NULL, 2000, 'client', 'second')");

            Migration.migrate(database);

            String rest =
                    " || ' ' || task || ' ' || COALESCE(client, 'none') || ' ' || at || ' ' || kind || ' ' || content";
            List<String> found = texts(statement, "SELECT number" + rest + " FROM event ORDER BY number");
            found.addAll(texts(statement, "SELECT 'waits'" + rest + " FROM pending_event ORDER BY id"));
            return found;
        }
    }

    /** H2 writes every index of a row at each change of it. */
    @Test
    void whatReportsWriteHasNoIndexTwice() throws Exception {
        DataSource database = Databases.h2();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(texts(
                            statement,
                            "SELECT table_name || ': ' || LISTAGG(column_name, ', ') WITHIN GROUP (ORDER BY"
                                    + " ordinal_position) FROM information_schema.index_columns WHERE table_name IN"
                                    + " ('client', 'offer', 'transition', 'report', 'event', 'pending_event')"
                                    + " GROUP BY table_name, index_name ORDER BY 1"))
                    .containsExactly(
                            "client: client_id, task",
                            "client: connected, node",
                            "client: ended, changed_at",
                            "client: id",
                            "client: task, name",
                            "client: task, state, name",
                            "event: number",
                            "event: task, number",
                            "offer: client",
                            "offer: id",
                            "pending_event: id",
                            "report: client, seq",
                            "transition: client, number");
        }
    }

    private static final List<String> PLACES = List.of(
            "draft null",
            "started-first 43",
            "started-second 44",
            "last 44",
            "draft made after 43",
            "draft: web v1",
            "started-first: web v1");

    private static List<String> placesAfterMigration(DataSource database) throws SQLException {
        Migration.migrate(database, "9");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO bundle VALUES ('sha256:1', 'web', 'v1', 42, 1, 1, 0, 'admin')");
            statement.executeUpdate("UPDATE bundle_counter SET last = 42");
            task(statement, "started-second", "2000");
            task(statement, "started-first", "1000");
            task(statement, "draft", "NULL");
            statement.executeUpdate("INSERT INTO target VALUES ('draft', 1, '', 'sha256:1')");
            statement.executeUpdate("INSERT INTO target VALUES ('started-first', 1, '', 'sha256:1')");

            Migration.migrate(database);

            List<String> found = new ArrayList<>();
            String places = "SELECT id || ' ' || COALESCE(CAST(sequence AS VARCHAR), 'null') FROM task ORDER BY id";
            String names = "SELECT task || ': ' || bundle_name || ' ' || bundle_version FROM target ORDER BY task";
            String drafts = "SELECT id || ' made after ' || made_after FROM task WHERE sequence IS NULL";
            for (String query : List.of(places, "SELECT 'last ' || last FROM bundle_counter", drafts, names)) {
                found.addAll(texts(statement, query));
            }
            return found;
        }
    }

    private static List<String> texts(Statement statement, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static void task(Statement statement, String id, String opened) throws SQLException {
        statement.executeUpdate(
                "INSERT INTO task (id, name, notes, state, ended, policy, created_at, created_by, opened_at, version)"
                        + " VALUES ('" + id + "', 'n', '', 'open', FALSE, '{}', 1500, 'admin', " + opened + ", 1)");
    }

    private static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start();
    }

    private static TreeMap<String, String> columns(DataSource database) throws SQLException {
        TreeMap<String, String> tables = new TreeMap<>();
        try (Connection connection = database.getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT table_name, column_name, is_nullable FROM information_schema.columns"
                                + " WHERE table_schema = 'public' ORDER BY table_name, ordinal_position")) {
            while (rows.next()) {
                tables.merge(rows.getString(1), rows.getString(2) + " " + rows.getString(3), (a, b) -> a + ", " + b);
            }
        }
        return tables;
    }
}
