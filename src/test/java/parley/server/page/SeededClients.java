package parley.server.page;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Many clients, written into the database as another node would write them. */
final class SeededClients {

    private SeededClients() {}

    static Connection database(PageFixture fixture) throws Exception {
        String file = fixture.server().running().data().resolve("db/parley").toString();
        return DriverManager.getConnection(
                "jdbc:h2:file:" + file + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;AUTO_SERVER=TRUE",
                "parley",
                PageFixture.DATABASE_PASSWORD);
    }

    static String name(int i) {
        return "host-%05d".formatted(i);
    }

    static String labels(int i) {
        return i % 2 == 0 ? "{\"role\":\"db\"}" : "{\"role\":\"web\",\"site\":\"north\"}";
    }

    /** So many clients that have joined, named host-00000 and so on; every second one is a database. */
    static void seed(Connection database, String task, int count) throws Exception {
        String columns = "id, task, client_id, public_key, name, labels, agent, platform, capabilities, token, state,"
                + " ended, attempt, seq, moves, connected, joined_at, changed_at, last_seen_at";
        String marks = Stream.generate(() -> "?").limit(19).collect(Collectors.joining(", "));
        long now = System.currentTimeMillis();
        try (PreparedStatement insert =
                database.prepareStatement("INSERT INTO client (" + columns + ") VALUES (" + marks + ")")) {
            for (int i = 0; i < count; i++) {
                Object[] values = {
                    UUID.randomUUID().toString(),
                    task,
                    "client" + "%026d".formatted(i),
                    new byte[32],
                    name(i),
                    labels(i),
                    "{\"name\":\"parley\",\"version\":\"1\"}",
                    "{\"os\":\"Linux\",\"arch\":\"amd64\",\"java\":\"17\"}",
                    "",
                    "0".repeat(32),
                    "joined",
                    false,
                    1L,
                    1L,
                    1L,
                    false,
                    now,
                    now,
                    now
                };
                for (int column = 0; column < values.length; column++) {
                    insert.setObject(column + 1, values[column]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
