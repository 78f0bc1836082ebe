package parley.server.webhooks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The webhooks in the database, over connections that the caller opens, commits and closes. */
final class WebhookTable {

    private WebhookTable() {}

    static void insert(Connection connection, Webhook webhook) throws SQLException {
        update(
                connection,
                "INSERT INTO webhook (id, version, name, url, kinds, task, enabled, secret, created_at, created_by,"
                        + " delivered, attempts, next_at, last_failure, dropped, leased_until)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)",
                webhook.id(),
                webhook.version(),
                webhook.settings().name(),
                webhook.settings().url(),
                String.join(",", webhook.settings().kinds()),
                webhook.settings().task().orElse(null),
                webhook.settings().enabled(),
                webhook.secrets().current(),
                webhook.created().toEpochMilli(),
                webhook.createdBy(),
                webhook.progress().delivered());
    }

    /** The oldest first. */
    static List<Webhook> all(Connection connection) throws SQLException {
        return select(connection, "SELECT * FROM webhook ORDER BY id");
    }

    static Optional<Webhook> find(Connection connection, String id) throws SQLException {
        return select(connection, "SELECT * FROM webhook WHERE id = ?", id).stream()
                .findFirst();
    }

    /** Locks its row until the caller commits. */
    static Optional<Webhook> lock(Connection connection, String id) throws SQLException {
        return select(connection, "SELECT * FROM webhook WHERE id = ? FOR UPDATE", id).stream()
                .findFirst();
    }

    /** What is enabled, due, behind {@code last}, and not leased to another node. */
    static List<Webhook> due(Connection connection, String node, Instant now, long last) throws SQLException {
        return select(
                connection,
                "SELECT * FROM webhook WHERE enabled = TRUE AND next_at <= ? AND delivered < ?"
                        + " AND (node IS NULL OR node = ? OR leased_until < ?)",
                now.toEpochMilli(),
                last,
                node,
                now.toEpochMilli());
    }

    /** Gives the lease to a node unless another one has it. */
    static boolean lease(Connection connection, String id, String node, Instant now, Instant until)
            throws SQLException {
        return update(
                        connection,
                        "UPDATE webhook SET node = ?, leased_until = ? WHERE id = ? AND enabled = TRUE"
                                + " AND (node IS NULL OR node = ? OR leased_until < ?)",
                        node,
                        until.toEpochMilli(),
                        id,
                        node,
                        now.toEpochMilli())
                == 1;
    }

    static void release(Connection connection, String id, String node) throws SQLException {
        update(connection, "UPDATE webhook SET node = NULL, leased_until = 0 WHERE id = ? AND node = ?", id, node);
    }

    /** Stores progress of the holder of the lease, and extends the lease; false: it holds it no more. */
    static boolean progress(Connection connection, Webhook webhook, String node, Instant leasedUntil)
            throws SQLException {
        Webhook.Progress now = webhook.progress();
        return update(
                        connection,
                        "UPDATE webhook SET delivered = ?, attempts = ?, event_since = ?, failing_since = ?,"
                                + " next_at = ?, last_at = ?, last_result = ?, last_success_at = ?, last_failure = ?,"
                                + " dropped = ?, enabled = ?, reason = ?, leased_until = ?"
                                + " WHERE id = ? AND node = ? AND version = ?",
                        now.delivered(),
                        now.attempts(),
                        millis(now.eventSince()),
                        millis(now.failingSince()),
                        now.next().toEpochMilli(),
                        millis(now.lastAttempt()),
                        now.lastResult().orElse(null),
                        millis(now.lastSuccess()),
                        now.lastFailure(),
                        now.dropped(),
                        webhook.settings().enabled(),
                        webhook.reason().orElse(null),
                        leasedUntil.toEpochMilli(),
                        webhook.id(),
                        node,
                        webhook.version())
                == 1;
    }

    /** Stores what an administrator changed, in a row that the caller has locked; whoever sends begins again. */
    static void change(Connection connection, Webhook webhook) throws SQLException {
        Webhook.Settings settings = webhook.settings();
        Webhook.Secrets secrets = webhook.secrets();
        Webhook.Progress progress = webhook.progress();
        update(
                connection,
                "UPDATE webhook SET version = version + 1, name = ?, url = ?, kinds = ?, task = ?, enabled = ?,"
                        + " reason = ?, secret = ?, old_secret = ?, old_secret_until = ?, delivered = ?,"
                        + " attempts = ?, event_since = ?, failing_since = ?, next_at = ? WHERE id = ?",
                settings.name(),
                settings.url(),
                String.join(",", settings.kinds()),
                settings.task().orElse(null),
                settings.enabled(),
                webhook.reason().orElse(null),
                secrets.current(),
                secrets.old().orElse(null),
                millis(secrets.oldUntil()),
                progress.delivered(),
                progress.attempts(),
                millis(progress.eventSince()),
                millis(progress.failingSince()),
                progress.next().toEpochMilli(),
                webhook.id());
    }

    static void delete(Connection connection, String id) throws SQLException {
        update(connection, "DELETE FROM webhook_failure WHERE webhook = ?", id);
        update(connection, "DELETE FROM webhook WHERE id = ?", id);
    }

    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static @Nullable Long millis(Optional<Instant> at) {
        return at.map(Instant::toEpochMilli).orElse(null);
    }

    private static List<Webhook> select(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            set(select, values);
            List<Webhook> webhooks = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    webhooks.add(webhook(row));
                }
            }
            return webhooks;
        }
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        String kinds = row.getString("kinds");
        return new Webhook(
                row.getString("id"),
                row.getInt("version"),
                new Webhook.Settings(
                        row.getString("name"),
                        row.getString("url"),
                        kinds.isEmpty() ? List.of() : List.of(kinds.split(",")),
                        Optional.ofNullable(row.getString("task")),
                        row.getBoolean("enabled")),
                Optional.ofNullable(row.getString("reason")),
                new Webhook.Secrets(
                        row.getBytes("secret"),
                        Optional.ofNullable(row.getBytes("old_secret")),
                        instant(row, "old_secret_until")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("created_by"),
                new Webhook.Progress(
                        row.getLong("delivered"),
                        row.getInt("attempts"),
                        instant(row, "event_since"),
                        instant(row, "failing_since"),
                        Instant.ofEpochMilli(row.getLong("next_at")),
                        instant(row, "last_at"),
                        Optional.ofNullable(row.getString("last_result")),
                        instant(row, "last_success_at"),
                        row.getLong("last_failure"),
                        row.getLong("dropped")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
