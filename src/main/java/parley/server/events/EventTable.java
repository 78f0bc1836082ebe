package parley.server.events;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The events in the database, over connections that the caller opens, commits and closes. */
final class EventTable {

    private static final int NUMBERED_AT_ONCE = 1_000;

    private EventTable() {}

    static void append(Connection connection, String task, Instant at, String kind, String content)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO event (task, at, kind, content) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, task);
            insert.setLong(2, at.toEpochMilli());
            insert.setString(3, kind);
            insert.setString(4, content);
            insert.executeUpdate();
        }
    }

    /**
     * Gives numbers to events that are committed and have none. The row of the counter stays locked, on every node,
     * until the caller commits: so numbers become visible in their order.
     *
     * @return how many got one; there may be more when it is not zero
     */
    static int number(Connection connection) throws SQLException {
        if (!anyUnnumbered(connection)) {
            return 0;
        }
        long last = single(connection, "SELECT last FROM event_counter WHERE id = 1 FOR UPDATE");
        List<Long> ids = unnumbered(connection);
        try (PreparedStatement update = connection.prepareStatement("UPDATE event SET number = ? WHERE id = ?")) {
            for (long id : ids) {
                last++;
                update.setLong(1, last);
                update.setLong(2, id);
                update.addBatch();
            }
            update.executeBatch();
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE event_counter SET last = ? WHERE id = 1")) {
            update.setLong(1, last);
            update.executeUpdate();
        }
        return ids.size();
    }

    /** The number that was given last, in whatever task; 0 when there is none. */
    static long last(Connection connection) throws SQLException {
        return single(connection, "SELECT last FROM event_counter WHERE id = 1");
    }

    /** At most {@code limit} events of a task behind a number, in their order. */
    static List<TaskEvent> after(Connection connection, String task, long after, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT number, at, kind, content FROM event"
                + " WHERE task = ? AND number > ? ORDER BY number LIMIT ?")) {
            select.setString(1, task);
            select.setLong(2, after);
            select.setInt(3, limit);
            List<TaskEvent> events = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    events.add(new TaskEvent(
                            rows.getLong("number"),
                            Instant.ofEpochMilli(rows.getLong("at")),
                            rows.getString("kind"),
                            json(rows.getString("content"))));
                }
            }
            return events;
        }
    }

    private static boolean anyUnnumbered(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT id FROM event WHERE number IS NULL LIMIT 1")) {
            return row.next();
        }
    }

    private static List<Long> unnumbered(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(
                        "SELECT id FROM event WHERE number IS NULL ORDER BY id LIMIT " + NUMBERED_AT_ONCE)) {
            List<Long> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
            return ids;
        }
    }

    private static long single(Connection connection, String sql) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("the row of event_counter is missing");
            }
            return row.getLong(1);
        }
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
