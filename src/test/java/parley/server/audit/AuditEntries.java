package parley.server.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Entries for tests of other packages. */
public final class AuditEntries {

    private AuditEntries() {}

    /** Appends so many entries, which are the same at each call with the same detail. */
    public static void append(DataSource database, int count, Map<String, ?> detail) throws SQLException {
        List<AuditEvent> events = IntStream.range(0, count)
                .mapToObj(i -> AuditEvent.of(Instant.ofEpochMilli(i), "admin", "test", "subject", detail))
                .toList();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            AuditLog.append(connection, events);
            connection.commit();
        }
    }
}
