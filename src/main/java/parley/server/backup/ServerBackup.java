package parley.server.backup;

import jakarta.json.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import parley.message.bundle.Digest;
import parley.server.bundles.store.BlobStore;
import parley.server.storage.DataFolder;

/**
 * One back-up under way. Until it is closed no blob is deleted. Not thread-safe.
 *
 * <p>The order matters: blobs are held first, then the database is copied, then the blobs are listed. So every blob
 * that the copy refers to is there; blobs of later uploads may be in it, too, and a restored server deletes them like
 * those of any interrupted upload.
 */
public final class ServerBackup implements AutoCloseable {

    /** What a restored server needs beside the database and the blobs, where it exists. */
    private static final List<String> FILES = List.of("master.key", "admin.key", "node");

    private final DataFolder folder;
    private final BlobStore blobs;
    private final Closeable held;
    private final Optional<DatabaseCopy> database;
    private final JsonObject facts;
    private final BackupArchive.Patience patience;

    ServerBackup(
            DataFolder folder,
            BlobStore blobs,
            Closeable held,
            Optional<DatabaseCopy> database,
            JsonObject facts,
            BackupArchive.Patience patience) {
        this.folder = folder;
        this.blobs = blobs;
        this.held = held;
        this.database = database;
        this.facts = facts;
        this.patience = patience;
    }

    /**
     * Writes the archive; {@code out} stays open.
     *
     * @return how many blobs it has
     * @throws IOException it cannot be written or read, or takes longer than it may; what was written is no archive
     */
    public long writeTo(OutputStream out) throws IOException {
        BackupArchive archive = new BackupArchive(out, patience);
        if (database.isPresent()) {
            try (InputStream content = database.get().read()) {
                archive.addFile("db/parley.mv.db", content);
            }
        }
        for (String name : FILES) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                try (InputStream content = Files.newInputStream(file)) {
                    archive.addFile(name, content);
                }
            }
        }
        for (Digest blob : blobs.all()) {
            try (InputStream content = blobs.open(blob, 0)) {
                archive.addBlob(blob.hex(), content);
            }
        }
        archive.end(facts);
        return archive.blobs();
    }

    @Override
    public void close() throws IOException {
        try (held) {
            if (database.isPresent()) {
                database.get().close();
            }
        }
    }
}
