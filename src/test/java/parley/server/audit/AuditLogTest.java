package parley.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.server.storage.Databases;

class AuditLogTest {
    private final DataSource database = Databases.h2();

    @Test
    void isWholeWhenItIsEmpty() throws SQLException {
        assertThat(verify())
                .hasToString(
                        "Verification[ok=true, entries=0, head=" + "0".repeat(64) + ", firstBad=OptionalLong.empty]");
    }

    @Test
    void isWholeOverManyPages() throws SQLException {
        append(2_500);

        assertThat(verify().ok()).isTrue();
        assertThat(verify().entries()).isEqualTo(2_500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE audit SET actor = 'nobody' WHERE seq = 3 | 3",
                "UPDATE audit SET detail = '{}' WHERE seq = 5 | 5",
                "UPDATE audit SET at = at + 1 WHERE seq = 1 | 1",
                "DELETE FROM audit WHERE seq = 2 | 2",
                "DELETE FROM audit WHERE seq = 5 | 5",
                "DELETE FROM audit | 1",
                "INSERT INTO audit VALUES (6, 1, 'admin', 'test', 'subject', '{}', '', '') | 6",
                "UPDATE audit SET seq = 9 WHERE seq = 5 | 5",
                "UPDATE audit_head SET hash = '0000000000000000000000000000000000000000000000000000000000000000' | 5",
            })
    void findsWhereItWasChanged(String change, long firstBad) throws SQLException {
        append(5);
        try (Connection connection = database.getConnection()) {
            connection.createStatement().executeUpdate(change);
        }

        assertThat(verify().ok()).isFalse();
        assertThat(verify().firstBad()).hasValue(firstBad);
    }

    @Test
    void staysOneChainWhenManyAppendAtOnce() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(8);
        List<Future<Void>> done = new ArrayList<>();
        for (int node = 0; node < 8; node++) {
            done.add(nodes.submit(appendOneByOne(50)));
        }
        for (Future<Void> node : done) {
            node.get();
        }
        nodes.shutdown();

        assertThat(verify().ok()).isTrue();
        assertThat(verify().entries()).isEqualTo(400);
    }

    @Test
    void forgetsWhatWasRolledBack() throws SQLException {
        append(1);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            AuditLog.append(connection, events(3));
            connection.rollback();
        }
        append(1);

        assertThat(verify().ok()).isTrue();
        assertThat(verify().entries()).isEqualTo(2);
    }

    private Callable<Void> appendOneByOne(int count) {
        return () -> {
            for (int i = 0; i < count; i++) {
                append(1);
            }
            return null;
        };
    }

    private void append(int count) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            AuditLog.append(connection, events(count));
            connection.commit();
        }
    }

    private static List<AuditEvent> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> AuditEvent.of(Instant.ofEpochMilli(i), "admin", "test", "subject", Map.of("i", i)))
                .toList();
    }

    private AuditLog.Verification verify() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return AuditLog.verify(connection);
        }
    }
}
