package parley.server.events;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.server.storage.JsonValues;

/** Finds events across tasks, over connections that the caller opens and closes. */
final class EventSearch {

    private EventSearch() {}

    /** At most {@code limit} events after a number, in their order. */
    static List<EventLog.Filed> find(Connection connection, EventLog.Wanted wanted, long after, int limit)
            throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT number, task, at, kind, content FROM event WHERE number > ?");
        wanted.task().ifPresent(task -> sql.append(" AND task = ?"));
        if (!wanted.kinds().isEmpty()) {
            sql.append(" AND kind IN (")
                    .append(String.join(", ", Collections.nCopies(wanted.kinds().size(), "?")))
                    .append(')');
        }
        sql.append(" ORDER BY number LIMIT ?");
        try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
            int place = 1;
            select.setLong(place++, after);
            if (wanted.task().isPresent()) {
                select.setString(place++, wanted.task().get());
            }
            for (String kind : wanted.kinds()) {
                select.setString(place++, kind);
            }
            select.setInt(place, limit);
            return read(select);
        }
    }

    private static List<EventLog.Filed> read(PreparedStatement select) throws SQLException {
        List<EventLog.Filed> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(new EventLog.Filed(
                        rows.getString("task"),
                        new TaskEvent(
                                rows.getLong("number"),
                                Instant.ofEpochMilli(rows.getLong("at")),
                                rows.getString("kind"),
                                JsonValues.read(rows.getString("content")))));
            }
        }
        return found;
    }

    /** The tasks with deleted events after a number, and the number of the last one of each. */
    static Map<String, Long> deleted(Connection connection, Optional<String> task, long after) throws SQLException {
        String sql = "SELECT task, number FROM event_trim WHERE number > ?"
                + (task.isPresent() ? " AND task = ?" : "")
                + " ORDER BY number";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, after);
            if (task.isPresent()) {
                select.setString(2, task.get());
            }
            Map<String, Long> deleted = new LinkedHashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    deleted.put(rows.getString("task"), rows.getLong("number"));
                }
            }
            return deleted;
        }
    }
}
