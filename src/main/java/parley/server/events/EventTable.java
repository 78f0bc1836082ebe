package parley.server.events;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.server.storage.JsonValues;

/** The events in the database, over connections that the caller opens, commits and closes. */
final class EventTable {

    static final int NUMBERED_AT_ONCE = 1_000;

    private EventTable() {}

    static void append(
            Connection connection, String task, Optional<String> client, Instant at, String kind, String content)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO pending_event (task, client, at, kind, content) VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, task);
            insert.setString(2, client.orElse(null));
            insert.setLong(3, at.toEpochMilli());
            insert.setString(4, kind);
            insert.setString(5, content);
            insert.executeUpdate();
        }
    }

    /**
     * Numbers the committed events without a number. The row of the counter stays locked, on every node, until the
     * caller commits: so numbers become visible in their order.
     *
     * @return at most {@link #NUMBERED_AT_ONCE} newly numbered events, in their order
     */
    static EventLog.Numbering number(Connection connection) throws SQLException {
        if (!anyPending(connection)) {
            return EventLog.Numbering.NONE;
        }
        long before = single(connection, "SELECT last FROM event_counter WHERE id = 1 FOR UPDATE");
        Map<Long, Signal> pending = pending(connection);
        List<EventLog.Numbered> numbered = new ArrayList<>();
        long last = before;
        try (PreparedStatement copy =
                        connection.prepareStatement("INSERT INTO event (number, task, client, at, kind, content)"
                                + " SELECT ?, task, client, at, kind, content FROM pending_event WHERE id = ?");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM pending_event WHERE id = ?")) {
            for (Map.Entry<Long, Signal> event : pending.entrySet()) {
                last++;
                copy.setLong(1, last);
                copy.setLong(2, event.getKey());
                copy.addBatch();
                delete.setLong(1, event.getKey());
                delete.addBatch();
                numbered.add(new EventLog.Numbered(last, event.getValue()));
            }
            copy.executeBatch();
            delete.executeBatch();
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE event_counter SET last = ? WHERE id = 1")) {
            update.setLong(1, last);
            update.executeUpdate();
        }
        return new EventLog.Numbering(before, numbered);
    }

    static void skip(Connection connection, long howMany) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE event_counter SET last = last + ? WHERE id = 1")) {
            update.setLong(1, howMany);
            update.executeUpdate();
        }
    }

    /** The last number in any task; 0 if there is none. */
    static long last(Connection connection) throws SQLException {
        return single(connection, "SELECT last FROM event_counter WHERE id = 1");
    }

    /** The subjects of at most {@code limit} events after a number, in their order, in all tasks. */
    static List<EventLog.Numbered> signals(Connection connection, long after, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT number, task, client FROM event WHERE number > ? ORDER BY number LIMIT ?")) {
            select.setLong(1, after);
            select.setInt(2, limit);
            List<EventLog.Numbered> signals = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    signals.add(new EventLog.Numbered(rows.getLong("number"), signal(rows)));
                }
            }
            return signals;
        }
    }

    /** At most {@code limit} events of a task after a number, in their order. */
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
                            JsonValues.read(rows.getString("content"))));
                }
            }
            return events;
        }
    }

    /**
     * The number up to which events of a task have been deleted; 0 when none have. It only grows: if it is not greater
     * than the number after which events were read before, none of those was missing.
     */
    static long trimmed(Connection connection, String task) throws SQLException {
        return numberOr0(connection, "SELECT number FROM event_trim WHERE task = ?", task);
    }

    /** The greatest number in a task, 0 when it has no events. */
    static long greatest(Connection connection, String task) throws SQLException {
        return numberOr0(connection, "SELECT MAX(number) FROM event WHERE task = ?", task);
    }

    /** The number of the newest event of a task beyond the newest {@code kept}; 0 if there are no more. */
    static long beforeNewest(Connection connection, String task, int kept) throws SQLException {
        return numberOr0(
                connection,
                "SELECT number FROM event WHERE task = ? ORDER BY number DESC LIMIT 1 OFFSET " + kept,
                task);
    }

    /** Tasks with more events than this. */
    static List<String> tasksWithMoreThan(Connection connection, long most) throws SQLException {
        return tasks(connection, "SELECT task FROM event GROUP BY task HAVING COUNT(*) > ?", most);
    }

    /** Tasks that ended before this and still have events. */
    static List<String> tasksEndedBefore(Connection connection, Instant time) throws SQLException {
        return tasks(
                connection,
                "SELECT t.id FROM task t WHERE t.ended = TRUE AND t.ended_at < ?"
                        + " AND EXISTS (SELECT 1 FROM event e WHERE e.task = t.id)",
                time.toEpochMilli());
    }

    /**
     * Deletes the oldest events of a task, at most {@code atOnce} of them and none after {@code upTo}, and stores that
     * they are gone.
     *
     * @return whether there are more to delete
     */
    static boolean trim(Connection connection, String task, long upTo, int atOnce) throws SQLException {
        long some = numberOr0(
                connection,
                "SELECT number FROM event WHERE task = ? ORDER BY number LIMIT 1 OFFSET " + (atOnce - 1),
                task);
        boolean more = some > 0 && some < upTo;
        long last = more ? some : upTo;
        change(connection, "DELETE FROM event WHERE number <= ? AND task = ?", last, task);
        if (change(connection, "UPDATE event_trim SET number = GREATEST(number, ?) WHERE task = ?", last, task) == 0) {
            change(connection, "INSERT INTO event_trim (number, task) VALUES (?, ?)", last, task);
        }
        return more;
    }

    /** Deletes all events of a task, and that there were any. */
    static void forget(Connection connection, String task) throws SQLException {
        for (String table : List.of("pending_event", "event", "event_trim")) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE task = ?")) {
                delete.setString(1, task);
                delete.executeUpdate();
            }
        }
    }

    private static int change(Connection connection, String sql, long number, String task) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            change.setLong(1, number);
            change.setString(2, task);
            return change.executeUpdate();
        }
    }

    private static long numberOr0(Connection connection, String sql, String task) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, task);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static List<String> tasks(Connection connection, String sql, long parameter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, parameter);
            List<String> tasks = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    tasks.add(rows.getString(1));
                }
            }
            return tasks;
        }
    }

    private static boolean anyPending(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT id FROM pending_event LIMIT 1")) {
            return row.next();
        }
    }

    private static Map<Long, Signal> pending(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(
                        "SELECT id, task, client FROM pending_event ORDER BY id LIMIT " + NUMBERED_AT_ONCE)) {
            Map<Long, Signal> pending = new LinkedHashMap<>();
            while (rows.next()) {
                pending.put(rows.getLong("id"), signal(rows));
            }
            return pending;
        }
    }

    private static Signal signal(ResultSet row) throws SQLException {
        return new Signal(row.getString("task"), Optional.ofNullable(row.getString("client")));
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
}
