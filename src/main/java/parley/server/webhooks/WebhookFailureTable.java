package parley.server.webhooks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dead letters in the database, over connections that the caller opens, commits and closes. */
final class WebhookFailureTable {

    private WebhookFailureTable() {}

    static void insert(Connection connection, String webhook, WebhookFailure failure) throws SQLException {
        WebhookTable.update(
                connection,
                "INSERT INTO webhook_failure (webhook, number, gap, task, event, event_id, body, at, attempts, detail)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                webhook,
                failure.number(),
                failure.gap(),
                failure.task(),
                failure.event(),
                failure.eventId(),
                failure.body(),
                failure.at().toEpochMilli(),
                failure.attempts(),
                failure.detail());
    }

    /** Deletes those with this number or a smaller one, and says how many there were. */
    static int dropUpTo(Connection connection, String webhook, long number) throws SQLException {
        return WebhookTable.update(
                connection, "DELETE FROM webhook_failure WHERE webhook = ? AND number <= ?", webhook, number);
    }

    static void delete(Connection connection, String webhook, long number) throws SQLException {
        WebhookTable.update(
                connection, "DELETE FROM webhook_failure WHERE webhook = ? AND number = ?", webhook, number);
    }

    /** The oldest first. */
    static List<WebhookFailure> all(Connection connection, String webhook) throws SQLException {
        return select(connection, "SELECT * FROM webhook_failure WHERE webhook = ? ORDER BY number", webhook);
    }

    static Optional<WebhookFailure> find(Connection connection, String webhook, long number) throws SQLException {
        return select(connection, "SELECT * FROM webhook_failure WHERE webhook = ? AND number = ?", webhook, number)
                .stream()
                .findFirst();
    }

    /** Whether the list has a gap of this task up to this event or a later one. */
    static boolean hasGap(Connection connection, String webhook, String task, long event) throws SQLException {
        return !select(
                        connection,
                        "SELECT * FROM webhook_failure WHERE webhook = ? AND gap = TRUE AND task = ? AND event >= ?",
                        webhook,
                        task,
                        event)
                .isEmpty();
    }

    /** How many there are for each webhook that has any. */
    static Map<String, Integer> counts(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT webhook, COUNT(*) FROM webhook_failure GROUP BY webhook");
                ResultSet rows = select.executeQuery()) {
            Map<String, Integer> counts = new HashMap<>();
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getInt(2));
            }
            return counts;
        }
    }

    private static List<WebhookFailure> select(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            WebhookTable.set(select, values);
            List<WebhookFailure> failures = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    failures.add(new WebhookFailure(
                            row.getLong("number"),
                            row.getBoolean("gap"),
                            row.getString("task"),
                            row.getLong("event"),
                            row.getString("event_id"),
                            row.getString("body"),
                            Instant.ofEpochMilli(row.getLong("at")),
                            row.getInt("attempts"),
                            row.getString("detail")));
                }
            }
            return failures;
        }
    }
}
