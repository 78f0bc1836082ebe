package parley.server.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.audit.AuditEntries;
import parley.server.audit.AuditLog;
import parley.server.storage.DataFolder;
import parley.server.storage.Databases;

class AnchorFileTest {

    private final DataSource database = Databases.h2();

    @TempDir
    Path data;

    private DataFolder folder;
    private AnchorFile anchor;

    @BeforeEach
    void open() throws SQLException {
        folder = DataFolder.open(data);
        anchor = new AnchorFile(folder, seal("the master key"));
        append(3);
        try (Connection connection = database.getConnection()) {
            anchor.write(AuditLog.end(connection));
        }
    }

    @AfterEach
    void close() {
        folder.close();
    }

    private static AuditSeal seal(String key) {
        return new AuditSeal(text -> {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return mac.doFinal(text);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void append(int count) throws SQLException {
        AuditEntries.append(database, count, Map.of());
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.createStatement().executeUpdate(sql);
        }
    }

    private AnchorState check() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return anchor.check(connection);
        }
    }

    private AnchorState advance() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return anchor.advance(connection);
        }
    }

    private long anchored() {
        return anchor.point().orElseThrow().seq();
    }

    @Test
    void theAnchorFollowsTheLogAndMayBeBehindIt() throws SQLException {
        append(2);
        assertThat(check()).isEqualTo(AnchorState.FITS);
        assertThat(anchored()).isEqualTo(3);

        assertThat(advance()).isEqualTo(AnchorState.FITS);

        assertThat(anchored()).isEqualTo(5);
    }

    @Test
    void aCutTailIsNoticedAlsoWhenOthersHaveTakenItsNumbers() throws SQLException {
        change("DELETE FROM audit WHERE seq = 3");
        change("UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit WHERE seq = 2)");
        try (Connection connection = database.getConnection()) {
            assertThat(AuditLog.verify(connection).ok()).isTrue(); // the chain alone shows nothing
        }
        assertThat(check()).isEqualTo(AnchorState.AHEAD);
        assertThat(advance()).isEqualTo(AnchorState.AHEAD);

        AuditEntries.append(database, 2, Map.of("other", true));

        assertThat(check()).isEqualTo(AnchorState.DIFFERS);
        assertThat(advance()).isEqualTo(AnchorState.DIFFERS);
        assertThat(anchored()).isEqualTo(3);
    }

    @Test
    void aChainThatWasComputedAnewIsNoticed() throws SQLException {
        change("DELETE FROM audit");
        change("UPDATE audit_head SET seq = 0, hash = '" + "0".repeat(64) + "'");
        AuditEntries.append(database, 3, Map.of("other", true));

        assertThat(check()).isEqualTo(AnchorState.DIFFERS);
    }

    @Test
    void theAnchorIsNotMovedPastAnEntryThatWasChanged() throws SQLException {
        append(2);
        change("UPDATE audit SET actor = 'nobody' WHERE seq = 4");

        assertThat(advance()).isEqualTo(AnchorState.DIFFERS);

        assertThat(anchored()).isEqualTo(3);
    }

    @Test
    void anAnchorThatSomebodyElseHasWrittenIsNoneOfThisServer() throws Exception {
        try (Connection connection = database.getConnection()) {
            new AnchorFile(folder, seal("another key")).write(AuditLog.end(connection));
        }
        assertThat(check()).isEqualTo(AnchorState.FORGED);
        Files.writeString(data.resolve("audit.anchor"), "");
        assertThat(check()).isEqualTo(AnchorState.FORGED);
        Files.delete(data.resolve("audit.anchor"));
        assertThat(check()).isEqualTo(AnchorState.MISSING);
    }

    @Test
    void aChangedNumberDoesNotFitItsCode() throws Exception {
        Path file = data.resolve("audit.anchor");
        Files.writeString(file, Files.readString(file).replace("anchor 3", "anchor 2"));

        assertThat(check()).isEqualTo(AnchorState.FORGED);
    }

    @Test
    void aLineForAnotherUseIsNoAnchor() throws Exception {
        try (Connection connection = database.getConnection()) {
            String line = seal("the master key").line("checkpoint", AuditLog.end(connection));
            assertThat(seal("the master key").parse("checkpoint", line)).contains(AuditLog.end(connection));
            Files.writeString(data.resolve("audit.anchor"), line);
        }
        assertThat(check()).isEqualTo(AnchorState.FORGED);
    }
}
