package parley.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.server.storage.CurrentTransaction;
import parley.server.storage.Databases;

class EventCleanupTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final DataSource database = Databases.h2();
    private final EventCleanup trim = new EventCleanup();
    private final EventLog log = new EventLog();
    private Connection changing;

    @AfterEach
    void close() throws SQLException {
        changing.close();
    }

    @BeforeEach
    void thirtyDaysAndThreeEventsATask() throws SQLException {
        changing = database.getConnection();
        trim.dataSource = database;
        trim.transaction = new CurrentTransaction() {
            @Override
            public Connection connection() {
                return changing;
            }
        };
        trim.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        trim.kept = Duration.ofDays(30);
        trim.most = 3;
        log.dataSource = database;
    }

    @Test
    void keepsTheNewestOfATaskAndSaysUpToWhereTheOthersWere() throws Exception {
        happen("busy", "quiet", "busy", "busy", "busy", "quiet", "busy");

        assertThat(trim.due()).isEqualTo(Map.of("busy", 3L));
        assertThat(trim.some("busy", 3)).isFalse();

        assertThat(log.after("busy", 0, 10)).satisfies(read -> {
            assertThat(read.trimmed()).isEqualTo(3);
            assertThat(numbers(read)).containsExactly(4L, 5L, 7L);
        });
        assertThat(log.after("quiet", 0, 10)).satisfies(read -> {
            assertThat(read.trimmed()).isZero();
            assertThat(numbers(read)).containsExactly(2L, 6L);
        });
        assertThat(trim.due()).isEmpty();
    }

    @Test
    void deletesEverythingOfATaskThatEndedLongAgo() throws Exception {
        task("old", NOW.minus(Duration.ofDays(31)));
        task("recent", NOW.minus(Duration.ofDays(29)));
        happen("old", "recent", "old");

        assertThat(trim.due()).isEqualTo(Map.of("old", 3L));
        trim.some("old", 3);

        assertThat(log.after("old", 0, 10)).isEqualTo(new EventLog.Read(3, List.of()));
        assertThat(numbers(log.after("recent", 0, 10))).containsExactly(2L);
        assertThat(trim.due()).isEmpty();
    }

    @Test
    void deletesALotInSeveralTransactions() throws Exception {
        happen("a", "a", "b", "a", "a", "a");
        try (Connection connection = database.getConnection()) {
            assertThat(EventTable.trim(connection, "a", 5, 2)).isTrue();
            assertThat(EventTable.trimmed(connection, "a")).isEqualTo(2);
            assertThat(EventTable.trim(connection, "a", 5, 2)).isFalse();
            assertThat(EventTable.trimmed(connection, "a")).isEqualTo(5);
        }
        assertThat(numbers(log.after("a", 0, 10))).containsExactly(6L);
    }

    @Test
    void whatWasSaidToBeGoneStaysSoWhenASlowerNodeIsBehind() throws Exception {
        happen("a", "a", "a", "a");
        try (Connection connection = database.getConnection()) {
            EventTable.trim(connection, "a", 3, 10);
            EventTable.trim(connection, "a", 2, 10);
            assertThat(EventTable.trimmed(connection, "a")).isEqualTo(3);
        }
    }

    @Test
    void whatHasNoNumberYetIsNotDeleted() throws Exception {
        task("old", NOW.minus(Duration.ofDays(31)));
        append("old");

        assertThat(trim.due()).isEmpty();
    }

    private static List<Long> numbers(EventLog.Read read) {
        return read.events().stream().map(TaskEvent::number).toList();
    }

    private void happen(String... tasks) throws SQLException {
        append(tasks);
        try (Connection connection = database.getConnection()) {
            EventTable.number(connection);
        }
    }

    private void append(String... tasks) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (String task : tasks) {
                EventTable.append(connection, task, Optional.empty(), NOW, "client", "{}");
            }
        }
    }

    private void task(String id, Instant ended) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO task (id, name, notes, state, ended, policy, created_at, created_by, "
                                + "ended_at, version)"
                                + " VALUES (?, 'n', '', 'finished', TRUE, '{}', 0, 'admin', ?, 1)")) {
            insert.setString(1, id);
            insert.setLong(2, ended.toEpochMilli());
            insert.executeUpdate();
        }
    }
}
