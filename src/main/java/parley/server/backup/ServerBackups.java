package parley.server.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.audit.Audit;
import parley.server.bundles.store.BlobStore;
import parley.server.problems.Problem;
import parley.server.storage.DataFolder;
import parley.server.storage.JsonValues;
import parley.server.tokens.ServerIdentity;

/** Begins back-ups, one at a time. Each is in the audit log before anything is read. Thread-safe. */
@ApplicationScoped
public class ServerBackups {

    /** Copies of the database that a killed server left behind begin with this, too. */
    private static final String COPY = "backup-";

    @Inject
    DataSource dataSource;

    @Inject
    DataFolder folder;

    @Inject
    BlobStore blobs;

    @Inject
    ServerIdentity identity;

    @Inject
    Audit audit;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperty(name = "parley.version")
    String version;

    @Inject
    @ConfigProperty(name = "parley.limits.disk.reserve")
    long reserve;

    /** How long one may take: it keeps a thread, and the blobs that nothing needs any longer. */
    @Inject
    @ConfigProperty(name = "parley.limits.backup.time")
    Duration longest;

    @Inject
    @ConfigProperty(name = "parley.master.key")
    Optional<String> masterKey;

    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * Holds the blobs and copies the database. The caller writes the archive and closes the back-up.
     *
     * @throws Problem if another one is running ({@code too_many_requests}), or the disk has no room for the copy of
     *     the database ({@code no_space})
     */
    public ServerBackup begin(String actor) throws IOException {
        if (!running.compareAndSet(false, true)) {
            throw new Problem(
                    429,
                    "too_many_requests",
                    "Another back-up is running",
                    "The server makes one back-up at a time.",
                    "Try again when that one has ended.");
        }
        BlobStore.Hold hold = blobs.hold();
        boolean begun = false;
        try {
            ServerBackup backup = begin(actor, () -> {
                hold.close();
                running.set(false);
            });
            begun = true;
            return backup;
        } finally {
            if (!begun) {
                hold.close();
                running.set(false);
            }
        }
    }

    private ServerBackup begin(String actor, Closeable held) throws IOException {
        audit.record(actor, "backup.started", identity.currentId(), Map.of());
        Optional<DatabaseCopy> database = copy();
        long end = System.nanoTime() + longest.toNanos();
        return new ServerBackup(folder, blobs, held, database, facts(database.isPresent()), () -> {
            if (System.nanoTime() - end > 0) {
                throw new IOException("the back-up took longer than " + longest);
            }
        });
    }

    private Optional<DatabaseCopy> copy() throws IOException {
        Path tmp = folder.folder("tmp");
        deleteOldCopies(tmp);
        try (Connection connection = dataSource.getConnection()) {
            if (!DatabaseCopy.isPossible(connection)) {
                return Optional.empty();
            }
            checkRoom();
            return Optional.of(DatabaseCopy.make(connection, tmp.resolve(COPY + UUID.randomUUID())));
        } catch (SQLException e) {
            throw new IOException("the database cannot be copied", e);
        }
    }

    private static void deleteOldCopies(Path tmp) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(tmp, COPY + "*")) {
            for (Path copy : old) {
                Files.deleteIfExists(copy);
            }
        }
    }

    private void checkRoom() throws IOException {
        Path database = folder.resolve("db/parley.mv.db");
        long needed = (Files.exists(database) ? Files.size(database) : 0) + reserve;
        long free = blobs.free();
        if (free < needed) {
            throw new Problem(
                    507,
                    "no_space",
                    "The server has no room for a copy of its database",
                    "A back-up first copies the database: that takes up to " + needed + " bytes, and " + free
                            + " are free.",
                    "Free space on the disk of the data folder and try again.");
        }
    }

    private JsonObject facts(boolean withDatabase) {
        return JsonValues.object()
                .add("made", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .add("version", version)
                .add("identity", identity.currentId())
                .add("database", withDatabase ? "h2" : "external")
                .add("masterKey", masterKey.isPresent() ? "configured" : "file")
                .build();
    }
}
