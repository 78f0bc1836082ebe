package parley.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
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
