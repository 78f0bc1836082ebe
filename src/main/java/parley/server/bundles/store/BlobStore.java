package parley.server.bundles.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parley.message.bundle.Digest;

/**
 * Blobs on disk, each once, under the SHA-256 of its bytes: {@code blobs/ab/<64 hex digits>}.
 *
 * <p>A file under its final name is complete and durable: it is written to {@code tmp/}, hashed meanwhile, synced,
 * renamed, and the folder is synced. It is not hashed again when it is read; the client verifies the digest.
 *
 * <p>Thread-safe. One process at a time uses a data folder.
 */
public final class BlobStore {

    static final String UNFINISHED = "upload-";

    private static final Pattern BLOB_NAME = Pattern.compile("[0-9a-f]{64}");

    private final Path blobs;
    private final Path tmp;
    private final BlobLimits limits;
    private final Disk disk;
    private final AtomicLong bytes = new AtomicLong();
    private final Map<Digest, Integer> pins = new HashMap<>();

    /** Guarded by {@link #pins}. */
    private int holds;

    BlobStore(Path blobs, Path tmp, BlobLimits limits, Disk disk) throws IOException {
        this.blobs = blobs;
        this.tmp = tmp;
        this.limits = limits;
        this.disk = disk;
        deleteUnfinished();
        for (Path blob : blobFiles()) {
            bytes.addAndGet(Files.size(blob));
        }
    }

    /**
     * Opens the store and deletes the files of interrupted uploads.
     *
     * @param blobs an existing folder
     * @param tmp an existing folder on the same file system
     */
    public static BlobStore in(Path blobs, Path tmp, BlobLimits limits) throws IOException {
        return new BlobStore(blobs, tmp, limits, Disk.REAL);
    }

    /** Begins an upload. */
    public Staging stage() {
        return new Staging(this);
    }

    /**
     * The bytes of a blob from an offset to its end.
     *
     * @throws NoSuchFileException there is no such blob @throws IllegalArgumentException if the offset is after the
     *     end
     */
    public InputStream open(Digest digest, long offset) throws IOException {
        return Channels.newInputStream(channel(digest, offset));
    }

    /** The same, with random access. */
    public SeekableByteChannel channel(Digest digest, long offset) throws IOException {
        FileChannel channel = FileChannel.open(path(digest), StandardOpenOption.READ);
        try {
            if (offset < 0 || offset > channel.size()) {
                throw new IllegalArgumentException(
                        "offset " + offset + " is outside the blob's " + channel.size() + " bytes");
            }
            return channel.position(offset);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The size on disk, which for an undamaged blob is the size in the database.
     *
     * @throws NoSuchFileException there is no such blob
     */
    public long size(Digest digest) throws IOException {
        return Files.size(path(digest));
    }

    public boolean contains(Digest digest) {
        return Files.isRegularFile(path(digest));
    }

    /** The size of all blobs, including running uploads. */
    public long bytes() {
        return bytes.get();
    }

    /** The free space of the file system. */
    public long free() throws IOException {
        return disk.free(blobs);
    }

    /**
     * Deletes the blobs that nothing refers to.
     *
     * <p>A blob of a running upload (new or already here) is never deleted: the upload holds it from before the
     * look-up until after its transaction, and {@code referenced} is called again while no upload can begin to hold
     * it.
     *
     * @param referenced whether the committed database has the blob; called with a lock held, so it must not wait for
     *     an upload
     * @param olderThan blobs that an upload has written or found since then are kept: a transaction may be running
     *     elsewhere
     * @return how many were deleted
     */
    public int sweep(Predicate<Digest> referenced, Instant olderThan) throws IOException {
        int swept = 0;
        for (Path blob : blobFiles()) {
            Digest digest = new Digest("sha256:" + blob.getFileName());
            if (Files.getLastModifiedTime(blob).toInstant().isBefore(olderThan) && !referenced.test(digest)) {
                swept += deleteUnlessTaken(digest, blob, referenced, olderThan) ? 1 : 0;
            }
        }
        return swept;
    }

    /** All blobs on the disk, in no order: also those that no bundle contains yet, or no longer. */
    public List<Digest> all() throws IOException {
        return blobFiles().stream()
                .map(blob -> new Digest("sha256:" + blob.getFileName()))
                .toList();
    }

    /** Until it is closed, {@link #sweep} deletes nothing. */
    public Hold hold() {
        synchronized (pins) {
            holds++;
        }
        return new Hold(this);
    }

    /** What keeps all blobs. May be closed more than once. */
    public static final class Hold implements AutoCloseable {

        private final BlobStore store;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Hold(BlobStore store) {
            this.store = store;
        }

        @Override
        public void close() {
            if (open.getAndSet(false)) {
                store.release();
            }
        }
    }

    private void release() {
        synchronized (pins) {
            holds--;
        }
    }

    /** Looks at the file's time last: another process sets it before its transaction begins. */
    private boolean deleteUnlessTaken(Digest digest, Path blob, Predicate<Digest> referenced, Instant olderThan)
            throws IOException {
        synchronized (pins) {
            if (holds > 0
                    || pins.containsKey(digest)
                    || referenced.test(digest)
                    || !Files.getLastModifiedTime(blob).toInstant().isBefore(olderThan)) {
                return false;
            }
            bytes.addAndGet(-Files.size(blob));
            Files.delete(blob);
            return true;
        }
    }

    void pin(Digest digest) {
        synchronized (pins) {
            pins.merge(digest, 1, Integer::sum);
        }
    }

    void unpin(Digest digest) {
        synchronized (pins) {
            pins.computeIfPresent(digest, (d, n) -> n == 1 ? null : n - 1);
        }
    }

    /** Gives a staged file its final name. What it replaces is counted once, also when two uploads have one content. */
    void put(Path file, Path target) throws IOException {
        synchronized (pins) {
            long replaced = Files.exists(target) ? Files.size(target) : 0;
            disk.rename(file, target);
            giveBack(replaced);
        }
    }

    /** Reserves space for bytes that will be written. */
    void reserve(long n) throws IOException {
        if (bytes.addAndGet(n) > limits.totalBytes()) {
            bytes.addAndGet(-n);
            throw UploadRefused.noSpace("The blob store is full: it may hold " + limits.totalBytes() + " bytes.");
        }
    }

    void giveBack(long n) {
        bytes.addAndGet(-n);
    }

    void checkFree() throws IOException {
        long free = disk.free(tmp);
        if (free < limits.reserveBytes()) {
            throw UploadRefused.noSpace("The disk of the data folder has " + free + " bytes left, and "
                    + limits.reserveBytes() + " are kept for the database.");
        }
    }

    Path tmp() {
        return tmp;
    }

    Path blobs() {
        return blobs;
    }

    Disk disk() {
        return disk;
    }

    Path path(Digest digest) {
        String hex = digest.hex();
        return blobs.resolve(hex.substring(0, 2)).resolve(hex);
    }

    private void deleteUnfinished() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(tmp, UNFINISHED + "*")) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    private List<Path> blobFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(blobs, 2)) {
            files.filter(f -> BLOB_NAME.matcher(f.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .forEach(found::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found;
    }
}
