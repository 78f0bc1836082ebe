package parley.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class NotReadyTest {

    @Test
    void aDatabaseThatIsAwayIsToldWithItsState() {
        assertThat(NotReady.of(new SQLException("Connection to db.internal:5432 refused", "08001")))
                .isEqualTo(new NotReady(
                        "The database cannot be used (SQL state 08001).",
                        "Check that it runs and that this machine reaches it (PARLEY_DB_URL); the server goes on by"
                                + " itself."));
    }

    @Test
    void aWrongPasswordIsToldWithoutIt() {
        assertThat(NotReady.of(new SQLException("password hunter2 is wrong", "28P01"))
                        .reason())
                .isEqualTo("The database refuses the server's user or password (SQL state 28P01).");
    }

    @Test
    void whatIsNoSqlStateIsLeftOut() {
        assertThat(NotReady.of(new SQLException("x", "user=parley&password=x")).reason())
                .isEqualTo("The database cannot be used.");
        assertThat(NotReady.of(new SQLException("x")).reason()).isEqualTo("The database cannot be used.");
    }

    @Test
    void eachFaultOfTheDiskHasItsReason() {
        assertThat(NotReady.of(new FileSystemException("/srv/tmp/health", null, "No space left on device"))
                        .reason())
                .isEqualTo("The disk of the data folder is full.");
        assertThat(NotReady.of(new IOException("Disk quota exceeded")).reason())
                .isEqualTo("The disk of the data folder is full.");
        assertThat(NotReady.of(new FileSystemException("/srv/tmp", null, "Read-only file system"))
                        .reason())
                .isEqualTo("The disk of the data folder is mounted read-only.");
        assertThat(NotReady.of(new NoSuchFileException("/srv/tmp")).reason())
                .isEqualTo("A folder is missing in the data folder.");
        assertThat(NotReady.of(new AccessDeniedException("/srv/tmp")).reason())
                .isEqualTo("The server's user may not write to the data folder.");
        assertThat(NotReady.of(new IOException("Input/output error")).reason())
                .isEqualTo("The data folder cannot be written to (IOException).");
    }
}
