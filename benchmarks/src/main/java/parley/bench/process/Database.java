package parley.bench.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.OptionalLong;

/** The database of a server: H2 in the server's own process, or a PostgreSQL of this benchmark. */
public interface Database extends AutoCloseable {

    String H2 = "h2";
    String POSTGRESQL = "postgresql";

    /** What a server needs in its environment to use it. */
    Map<String, String> settings();

    /** The processor time of its own processes, in ms; 0 if it has none. */
    long cpuMillis() throws IOException;

    /** The transactions that it has carried out, if it counts them. */
    OptionalLong transactions() throws SQLException;

    @Override
    void close() throws IOException;

    /** @throws IllegalArgumentException if there is no such database */
    static Database start(String name, Path folder) throws IOException {
        return switch (name) {
            case H2 -> new Embedded();
            case POSTGRESQL -> Postgresql.start(folder.resolve("postgresql"));
            default -> throw new IllegalArgumentException("--db takes " + H2 + " or " + POSTGRESQL + ", not " + name);
        };
    }

    /** H2, in the server's data folder. */
    record Embedded() implements Database {

        @Override
        public Map<String, String> settings() {
            return Map.of();
        }

        @Override
        public long cpuMillis() {
            return 0;
        }

        @Override
        public OptionalLong transactions() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {}
    }

    /** PostgreSQL with the settings that it comes with. */
    record Postgresql(EmbeddedPostgres server, ProcessFigures figures) implements Database {

        static Postgresql start(Path folder) throws IOException {
            EmbeddedPostgres server =
                    EmbeddedPostgres.builder().setDataDirectory(folder).start();
            String pid = Files.readAllLines(folder.resolve("postmaster.pid")).get(0);
            return new Postgresql(server, new ProcessFigures(Long.parseLong(pid.strip())));
        }

        @Override
        public Map<String, String> settings() {
            return Map.of(
                    "PARLEY_DB_CLASS", "org.postgresql.ds.PGSimpleDataSource",
                    "PARLEY_DB_URL", server.getJdbcUrl("postgres", "postgres"),
                    "PARLEY_DB_USER", "postgres",
                    "PARLEY_DB_PASSWORD", "postgres");
        }

        @Override
        public long cpuMillis() throws IOException {
            return figures.cpuMillisOfAll();
        }

        @Override
        public OptionalLong transactions() throws SQLException {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("select xact_commit + xact_rollback from pg_stat_database"
                            + " where datname = 'postgres'")) {
                found.next();
                return OptionalLong.of(found.getLong(1));
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
