package parley.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.server.storage.Databases;

class AuditFilterTest {

    private static final Optional<String> ANY = Optional.empty();
    private static final Optional<Long> OPEN_END = Optional.empty();

    private final DataSource database = Databases.h2();

    @BeforeEach
    void fourEntries() throws SQLException {
        try (Connection connection = database.getConnection()) {
            AuditLog.append(
                    connection,
                    List.of(
                            event("ops", "task.created", "t1", Map.of("name", "Site 100%")),
                            event("ops", "task.started", "t1", Map.of()),
                            event("client web-1", "client.joined", "t1", Map.of("name", "web-1")),
                            event("admin", "tasks", "t2", Map.of())));
        }
    }

    private static AuditEvent event(String actor, String action, String subject, Map<String, ?> detail) {
        return AuditEvent.of(Instant.ofEpochMilli(1), actor, action, subject, detail);
    }

    @Test
    void withoutConditionsTheNewestAreRead() throws SQLException {
        assertThat(read(ANY, ANY, ANY, ANY)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(read(new AuditFilter(ANY, ANY, ANY, ANY, OPEN_END, OPEN_END), 2))
                .containsExactly(3L, 4L);
        assertThat(read(new AuditFilter(ANY, ANY, ANY, ANY, OPEN_END, Optional.of(3L)), 1))
                .containsExactly(2L);
        assertThat(read(new AuditFilter(ANY, ANY, ANY, ANY, Optional.of(1L), OPEN_END), 2))
                .containsExactly(2L, 3L);
    }

    @Test
    void conditionsAreAllKept() throws SQLException {
        assertThat(read(Optional.of("ops"), ANY, ANY, ANY)).containsExactly(1L, 2L);
        assertThat(read(ANY, Optional.of("task.started"), ANY, ANY)).containsExactly(2L);
        assertThat(read(ANY, Optional.of("task"), ANY, ANY)).containsExactly(1L, 2L);
        assertThat(read(ANY, ANY, Optional.of("t2"), ANY)).containsExactly(4L);
        assertThat(read(Optional.of("ops"), Optional.of("client"), ANY, ANY)).isEmpty();
    }

    @Test
    void whatIsSearchedForIsFoundAsItIs() throws SQLException {
        assertThat(read(ANY, ANY, ANY, Optional.of("WEB-1"))).containsExactly(3L);
        assertThat(read(ANY, ANY, ANY, Optional.of("0%"))).containsExactly(1L);
        assertThat(read(ANY, ANY, ANY, Optional.of("%"))).containsExactly(1L);
        assertThat(read(ANY, ANY, ANY, Optional.of("_"))).isEmpty();
    }

    private List<Long> read(
            Optional<String> actor, Optional<String> action, Optional<String> subject, Optional<String> search)
            throws SQLException {
        return read(new AuditFilter(actor, action, subject, search, OPEN_END, OPEN_END), 10);
    }

    private List<Long> read(AuditFilter wanted, int limit) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return AuditLog.read(connection, wanted, limit).stream()
                    .map(AuditEntry::seq)
                    .toList();
        }
    }
}
