package parley.server.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.api.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2DataSourceTest {

    @TempDir
    Path folder;

    private final GroupCommit group = new GroupCommit();
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        H2DataSource dataSource = new H2DataSource(group);
        // an hour: H2 by itself writes nothing while the test runs
        dataSource.setUrl("jdbc:h2:file:" + folder.resolve("database") + ";WRITE_DELAY=3600000");
        dataSource.setUser("parley");
        dataSource.setPassword("parley");
        connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        execute("CREATE TABLE word (text VARCHAR(20))");
        connection.commit();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void whatIsCommittedIsInTheFileOnceCommitReturns() throws Exception {
        execute("INSERT INTO word VALUES ('durable')");
        connection.commit();
        execute("INSERT INTO word VALUES ('open')");

        assertEquals("durable", wordsOfACrashedServer());
    }

    @Test
    void theEndOfATransactionByAutoCommitIsInTheFileToo() throws Exception {
        execute("INSERT INTO word VALUES ('durable')");
        connection.setAutoCommit(true);

        assertEquals("durable", wordsOfACrashedServer());
    }

    @Test
    void aTransactionThatOnlyReadIsNotWaitedFor() throws Exception {
        execute("INSERT INTO word VALUES ('durable')");
        connection.commit();
        long before = group.syncs();

        try (Statement statement = connection.createStatement();
                ResultSet words = statement.executeQuery("SELECT text FROM word")) {
            assertTrue(words.next());
        }
        connection.commit();

        assertEquals(before, group.syncs());
    }

    @Test
    void errorsOfH2ArriveAsTheyAre() {
        SQLException error = assertThrows(SQLException.class, () -> execute("INSERT INTO nothing VALUES ('x')"));

        assertEquals(ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1, error.getErrorCode());
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Opens a copy of the file as it is now. */
    private String wordsOfACrashedServer() throws IOException, SQLException {
        Files.copy(folder.resolve("database.mv.db"), folder.resolve("crashed.mv.db"));
        String url = "jdbc:h2:file:" + folder.resolve("crashed");
        try (Connection crashed = DriverManager.getConnection(url, "parley", "parley");
                Statement statement = crashed.createStatement();
                ResultSet words = statement.executeQuery("SELECT LISTAGG(text, ' ') FROM word")) {
            words.next();
            return words.getString(1);
        }
    }
}
