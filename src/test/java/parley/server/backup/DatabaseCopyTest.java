package parley.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.storage.H2DataSource;

class DatabaseCopyTest {

    private static final int COPIES = 10;
    private static final int WRITERS = 3;

    @TempDir
    Path folder;

    private final H2DataSource database = new H2DataSource();

    @Test
    void eachCopyHasWhatWasCommittedBeforeItAndNoHalfOfATransaction() throws Exception {
        open("jdbc:h2:file:" + folder.resolve("parley") + ";WRITE_DELAY=10000;DB_CLOSE_ON_EXIT=FALSE");
        AtomicLong committed = new AtomicLong();
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try (Connection connection = database.getConnection()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                running.add(writers.submit(() -> write(committed, end)));
            }
            for (int i = 0; i < COPIES; i++) {
                long before = committed.get();
                Path restored = folder.resolve("restored-" + i);
                try (DatabaseCopy copy = DatabaseCopy.make(connection, folder.resolve("copy"));
                        var bytes = copy.read()) {
                    Files.copy(bytes, Path.of(restored + ".mv.db"));
                }
                assertThatItIsWhole(restored, before);
            }
            end.set(true);
            for (Future<?> writer : running) {
                writer.get(60, TimeUnit.SECONDS);
            }
        } finally {
            end.set(true);
            writers.shutdown();
        }
        assertThat(folder.resolve("copy")).doesNotExist();
        assertThat(committed.get()).isPositive();
    }

    private void write(AtomicLong committed, AtomicBoolean end) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement left = connection.prepareStatement("INSERT INTO pair_left (text) VALUES (?)");
                    PreparedStatement right = connection.prepareStatement("INSERT INTO pair_right (text) VALUES (?)");
                    Statement change = connection.createStatement()) {
                while (!end.get()) {
                    left.setString(1, "x".repeat(500));
                    left.execute();
                    right.setString(1, "y".repeat(500));
                    right.execute();
                    change.execute("DELETE FROM passing");
                    change.execute("INSERT INTO passing VALUES ('" + "z".repeat(2000) + "')");
                    connection.commit();
                    committed.incrementAndGet();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertThatItIsWhole(Path restored, long atLeast) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + restored, "parley", "parley");
                Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery(
                        "SELECT (SELECT COUNT(*) FROM pair_left)," + " (SELECT COUNT(*) FROM pair_right)")) {
            assertThat(counts.next()).isTrue();
            assertThat(counts.getLong(1)).isEqualTo(counts.getLong(2)).isGreaterThanOrEqualTo(atLeast);
        }
    }

    @Test
    void aDatabaseInMemoryCannotBeCopiedAndNothingIsLeft() throws Exception {
        open("jdbc:h2:mem:no-file");
        try (Connection connection = database.getConnection()) {
            assertThatThrownBy(() -> DatabaseCopy.make(connection, folder.resolve("copy")))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(folder).isEmptyDirectory();
    }

    private void open(String url) throws SQLException {
        database.setUrl(url);
        database.setUser("parley");
        database.setPassword("parley");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE pair_left (id BIGINT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(1000))");
            statement.execute("CREATE TABLE pair_right (id BIGINT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(1000))");
            statement.execute("CREATE TABLE passing (text VARCHAR(4000))");
        }
    }
}
