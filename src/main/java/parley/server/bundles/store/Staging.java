package parley.server.bundles.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import parley.message.bundle.Digest;

/**
 * One upload on its way into the blob store: files are staged under temporary names and appear in the store together,
 * or not at all.
 *
 * <p>Close it after the transaction that refers to its blobs has ended: until then it protects them from the sweep.
 * Not thread-safe.
 */
public final class Staging implements AutoCloseable {

    /** Digest and size of a staged file. */
    public record Staged(Digest sha256, long size) {}

    private static final int BUFFER = 64 * 1024;
    private static final long LOOK_AT_THE_DISK_EVERY = 4 * 1024 * 1024;

    private final BlobStore store;
    private final Map<Digest, Path> written = new HashMap<>();
    private final Map<Path, Long> sizes = new HashMap<>();
    private final Set<Digest> pinned = new HashSet<>();

    Staging(BlobStore store) {
        this.store = store;
    }

    /**
     * Reads a stream to its end, onto the disk; content that the store or this upload already has is not kept twice.
     *
     * @param maxBytes the most bytes
     * @param beyond makes the exception for more bytes
     * @throws UploadRefused {@code NO_SPACE} when the store or the disk is full; whatever refusal the stream itself
     *     throws
     * @throws IOException the disk cannot be written, or the stream cannot be read
     */
    public Staged add(InputStream content, long maxBytes, Supplier<UploadRefused> beyond) throws IOException {
        store.checkFree();
        Path file = store.tmp().resolve(BlobStore.UNFINISHED + UUID.randomUUID());
        sizes.put(file, 0L);
        MessageDigest sha256 = sha256();
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(content, out, file, sha256, maxBytes, beyond);
            Staged staged = new Staged(Digest.of(sha256.digest()), sizes.get(file));
            pin(staged.sha256());
            if (!isKnown(staged)) {
                store.disk().sync(out);
                written.put(staged.sha256(), file);
                return staged;
            }
            discard(file);
            refresh(staged.sha256());
            return staged;
        } catch (IOException e) {
            throw orNoSpace(e);
        }
    }

    /** The bytes of a file that was staged before. */
    public InputStream read(Digest digest) throws IOException {
        Path file = written.get(digest);
        return file != null ? Files.newInputStream(file) : store.open(digest, 0);
    }

    /** Removes a staged file, unless the store had it before. */
    public void forget(Digest digest) throws IOException {
        Path file = written.remove(digest);
        if (file != null) {
            discard(file);
        }
    }

    /** Gives all staged files their final names; when it returns they are durable. */
    public void publish() throws IOException {
        try {
            Set<Path> folders = new HashSet<>();
            for (Map.Entry<Digest, Path> staged : written.entrySet()) {
                publish(staged.getKey(), staged.getValue(), folders);
            }
            for (Path folder : folders) {
                store.disk().syncFolder(folder);
            }
            written.clear();
        } catch (IOException e) {
            throw orNoSpace(e);
        }
    }

    private void publish(Digest digest, Path file, Set<Path> folders) throws IOException {
        Path target = store.path(digest);
        if (Files.notExists(target.getParent())) {
            Files.createDirectories(target.getParent());
            folders.add(store.blobs());
        }
        store.put(file, target);
        sizes.remove(file);
        folders.add(target.getParent());
    }

    /** Deletes the files that were staged and not published. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Path file : Set.copyOf(sizes.keySet())) {
            try {
                discard(file);
            } catch (IOException e) {
                failure = e;
            }
        }
        written.clear();
        pinned.forEach(store::unpin);
        pinned.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private void copy(
            InputStream in,
            FileChannel out,
            Path file,
            MessageDigest sha256,
            long maxBytes,
            Supplier<UploadRefused> beyond)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        long nextLook = LOOK_AT_THE_DISK_EVERY;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (size + n > maxBytes) {
                throw beyond.get();
            }
            store.reserve(n);
            size += n;
            sizes.put(file, size);
            sha256.update(buffer, 0, n);
            for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, n); rest.hasRemaining(); ) {
                out.write(rest);
            }
            if (size >= nextLook) {
                store.checkFree();
                nextLook += LOOK_AT_THE_DISK_EVERY;
            }
        }
    }

    private void pin(Digest digest) {
        if (pinned.add(digest)) {
            store.pin(digest);
        }
    }

    /** A blob on disk with another size is damaged: it does not count, so this upload replaces it. */
    private boolean isKnown(Staged staged) throws IOException {
        return written.containsKey(staged.sha256())
                || store.contains(staged.sha256()) && store.size(staged.sha256()) == staged.size();
    }

    /** Tells a sweep in another process that this blob is needed. */
    private void refresh(Digest digest) throws IOException {
        if (!written.containsKey(digest)) {
            Files.setLastModifiedTime(store.path(digest), FileTime.from(Instant.now()));
        }
    }

    private void discard(Path file) throws IOException {
        Long size = sizes.get(file);
        if (size != null) {
            Files.deleteIfExists(file);
            sizes.remove(file);
            store.giveBack(size);
        }
    }

    /** The JDK has no exception of its own for a full disk; its message is the operating system's. */
    private static IOException orNoSpace(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = message.contains("no space left")
                || message.contains("not enough space")
                || message.contains("quota exceeded");
        return full && !(e instanceof UploadRefused)
                ? UploadRefused.noSpace("The disk of the data folder is full.", e)
                : e;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
