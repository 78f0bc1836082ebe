package parley.server.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The chain in the database, over connections that the caller opens, commits and closes. */
public final class AuditLog {
    private static final int PAGE = 1_000;

    /** @param firstBad the first sequence number that does not fit the entry before it */
    public record Verification(boolean ok, long entries, String head, OptionalLong firstBad) {}

    private record Head(long seq, String hash) {}

    private AuditLog() {}

    /** Appends in this order; the end of the chain stays locked, on every node, until the connection commits. */
    static void append(Connection connection, List<AuditEvent> events) throws SQLException {
        Head head = head(connection, "SELECT seq, hash FROM audit_head WHERE id = 1 FOR UPDATE");
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit (seq, at, actor, action, subject, detail, previous, hash) VALUES "
                        + "(?,?,?,?,?,?,?,?)")) {
            for (AuditEvent event : events) {
                AuditEntry entry = AuditEntry.following(head.hash(), head.seq() + 1, event);
                insert.setLong(1, entry.seq());
                insert.setLong(2, entry.at().toEpochMilli());
                insert.setString(3, entry.actor());
                insert.setString(4, entry.action());
                insert.setString(5, entry.subject());
                insert.setString(6, entry.detail());
                insert.setString(7, entry.previous());
                insert.setString(8, entry.hash());
                insert.executeUpdate();
                head = new Head(entry.seq(), entry.hash());
            }
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE audit_head SET seq = ?, hash = ? WHERE id = 1")) {
            update.setLong(1, head.seq());
            update.setString(2, head.hash());
            update.executeUpdate();
        }
    }

    /** At most {@code limit} matching entries, oldest first. */
    public static List<AuditEntry> read(Connection connection, AuditFilter wanted, int limit) throws SQLException {
        boolean newest = wanted.after().isEmpty();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT seq, at, actor, action, subject, detail," + " previous, hash FROM audit" + wanted.where()
                        + " ORDER BY seq" + (newest ? " DESC" : "") + " LIMIT ?")) {
            select.setInt(wanted.fill(select), limit);
            List<AuditEntry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(entry(rows));
                }
            }
            if (newest) {
                Collections.reverse(entries);
            }
            return entries;
        }
    }

    /** At most {@code limit} entries after a number, oldest first. */
    public static List<AuditEntry> after(Connection connection, long seq, int limit) throws SQLException {
        return read(connection, AuditFilter.after(seq), limit);
    }

    /** The last entry. */
    public static AuditPoint end(Connection connection) throws SQLException {
        Head head = head(connection, "SELECT seq, hash FROM audit_head WHERE id = 1");
        return new AuditPoint(head.seq(), head.hash());
    }

    /**
     * Returns when all that this connection has read is on the disk: H2 shows what is committed before it is there
     * ({@code storage.H2DataSource}), and a commit that has written something waits for all before it.
     */
    public static void force(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement write = connection.createStatement()) {
            write.executeUpdate("UPDATE start_lock SET id = id WHERE id = 1");
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** The hash of an entry; empty if there is no such entry. Number 0 is the beginning of the log. */
    public static Optional<String> hashOf(Connection connection, long seq) throws SQLException {
        if (seq == 0) {
            return Optional.of(AuditEntry.NO_PREVIOUS);
        }
        return after(connection, seq - 1, 1).stream()
                .filter(entry -> entry.seq() == seq)
                .map(AuditEntry::hash)
                .findFirst();
    }

    /** Checks the whole chain in pages, up to its end at the beginning of the check. */
    public static Verification verify(Connection connection) throws SQLException {
        long greatest = greatest(connection); // read first: meanwhile the end can only move on
        Head end = head(connection, "SELECT seq, hash FROM audit_head WHERE id = 1");
        long seq = 0;
        String hash = AuditEntry.NO_PREVIOUS;
        while (seq < end.seq()) {
            List<AuditEntry> page = read(connection, AuditFilter.after(seq), PAGE);
            if (page.isEmpty()) {
                return new Verification(false, seq, hash, OptionalLong.of(seq + 1));
            }
            for (AuditEntry entry : page.subList(0, (int) Math.min(page.size(), end.seq() - seq))) {
                if (!entry.follows(hash, seq)) {
                    return new Verification(false, seq, hash, OptionalLong.of(seq + 1));
                }
                seq = entry.seq();
                hash = entry.hash();
            }
        }
        if (greatest > end.seq()) {
            return new Verification(false, seq, hash, OptionalLong.of(end.seq() + 1));
        }
        boolean ok = hash.equals(end.hash());
        return new Verification(ok, seq, hash, ok ? OptionalLong.empty() : OptionalLong.of(seq));
    }

    private static long greatest(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT COALESCE(MAX(seq), 0) FROM audit")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("seq"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail"),
                row.getString("previous"),
                row.getString("hash"));
    }

    private static Head head(Connection connection, String sql) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("the row of audit_head is missing");
            }
            return new Head(row.getLong(1), row.getString(2));
        }
    }
}
