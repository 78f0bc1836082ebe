package parley.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.audit.Audit;
import parley.server.bundles.store.BlobLimits;
import parley.server.bundles.store.BlobStore;
import parley.server.bundles.store.Staging;
import parley.server.bundles.store.UploadRefused;
import parley.server.problems.Problem;
import parley.server.storage.DataFolder;
import parley.server.storage.H2DataSource;
import parley.server.tokens.ServerIdentity;

class ServerBackupsTest {

    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path path;

    private final ServerBackups backups = new ServerBackups();
    private final List<String> audited = new ArrayList<>();
    private DataFolder folder;

    @BeforeEach
    void aServerWithOneBlob() throws Exception {
        folder = DataFolder.open(path.resolve("data"));
        H2DataSource database = new H2DataSource();
        database.setUrl("jdbc:h2:file:" + folder.resolve("db/parley") + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE");
        database.setUser("parley");
        database.setPassword("parley");
        backups.dataSource = database;
        backups.folder = folder;
        backups.blobs = BlobStore.in(folder.folder("blobs"), folder.folder("tmp"), new BlobLimits(1000, 0));
        backups.identity = new ServerIdentity() {
            @Override
            public String currentId() {
                return "0123abcd";
            }
        };
        backups.audit = new Audit() {
            @Override
            public void record(String actor, String action, String subject, Map<String, ?> detail) {
                audited.add(actor + " " + action + " " + subject);
            }
        };
        backups.clock = Clock.fixed(Instant.parse("2026-11-28T08:00:00.5Z"), ZoneOffset.UTC);
        backups.version = "1.0";
        backups.masterKey = Optional.empty();
        backups.longest = Duration.ofMinutes(1);
        folder.writeSecret("master.key", "the key");
        folder.writeSecret("sign-in-link", "a code");
        try (Staging staging = backups.blobs.stage()) {
            staging.add(
                    new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)),
                    5,
                    () -> UploadRefused.tooLarge("", ""));
            staging.publish();
        }
    }

    @AfterEach
    void close() throws Exception {
        try (var connection = backups.dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
        folder.close();
    }

    @Test
    void theArchiveHasDatabaseKeysAndBlobsAndSaysSoAtItsEnd() throws Exception {
        Map<String, String> files = new TreeMap<>();
        List<String> order = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
                order.add(entry.getName());
            }
        }

        assertThat(order).containsExactly("db/parley.mv.db", "master.key", "blobs/2c/" + HELLO, "manifest.json");
        assertThat(files.get("db/parley.mv.db")).startsWith("H:2,");
        assertThat(files.get("master.key")).isEqualTo("the key\n");
        assertThat(files.get("blobs/2c/" + HELLO)).isEqualTo("hello");
        assertThat(files.get("manifest.json"))
                .contains("\"format\":1", "\"made\":\"2026-11-28T08:00:00Z\"", "\"identity\":\"0123abcd\"")
                .contains("\"database\":\"h2\"", "\"masterKey\":\"file\"", "\"damaged\":[]")
                .contains("\"blobs\":{\"count\":1,\"bytes\":5}")
                .contains("{\"name\":\"master.key\",\"bytes\":8,\"sha256\":\"");
        assertThat(audited).containsExactly("anna backup.started 0123abcd");
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void oneRunsAtATime() throws Exception {
        try (ServerBackup running = backups.begin("anna")) {
            assertThatThrownBy(() -> backups.begin("ben"))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("too_many_requests"));
            running.writeTo(OutputStream.nullOutputStream());
        }
        backups.begin("ben").close();
        assertThat(audited).containsExactly("anna backup.started 0123abcd", "ben backup.started 0123abcd");
    }

    @Test
    void aBlobThatNothingNeedsAnyLongerIsKeptUntilTheBackUpHasEnded() throws Exception {
        Path blob = folder.resolve("blobs/2c/" + HELLO);
        Files.setLastModifiedTime(blob, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        try (ServerBackup running = backups.begin("anna")) {
            assertThat(backups.blobs.sweep(digest -> false, now)).isZero();
            assertThat(running.writeTo(OutputStream.nullOutputStream())).isEqualTo(1);
        }

        assertThat(backups.blobs.sweep(digest -> false, now)).isEqualTo(1);
        assertThat(blob).doesNotExist();
    }

    @Test
    void aBackUpThatTakesTooLongIsGivenUpAndTheNextOneMayBegin() throws Exception {
        backups.longest = Duration.ZERO;
        try (ServerBackup slow = backups.begin("anna")) {
            assertThatThrownBy(() -> slow.writeTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the back-up took longer than PT0S");
        }
        backups.longest = Duration.ofMinutes(1);
        assertThat(archive()).isNotEmpty();
    }

    @Test
    void aDamagedBlobIsNamedAndTheRestIsBackedUp() throws Exception {
        Files.writeString(folder.resolve("blobs/2c/" + HELLO), "hullo");

        assertThat(manifest(archive())).contains("\"damaged\":[\"" + HELLO + "\"]");
    }

    @Test
    void withoutRoomForACopyOfTheDatabaseNothingIsBegun() throws Exception {
        backups.reserve = Long.MAX_VALUE / 2;
        assertThatThrownBy(() -> backups.begin("anna"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("no_space"));
        backups.reserve = 0;
        assertThat(archive()).isNotEmpty();
    }

    private byte[] archive() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ServerBackup backup = backups.begin("anna")) {
            backup.writeTo(out);
        }
        return out.toByteArray();
    }

    private static String manifest(byte[] archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("manifest.json")) {
                    return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        return Optional.<String>empty().orElseThrow();
    }
}
