package parley.server.bundles;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;

/**
 * A cache of the files of bundles, which never change. All readers share the same objects, and one bundle is read at a
 * time, so that many clients of a large bundle need little more memory than one. Bounded by the number of files.
 * Thread-safe.
 */
@ApplicationScoped
class BundleFiles {

    private static final long PATIENCE_SECONDS = 5;
    private static final long MAX_FILES = 50_000;

    /** An entry needs some 400 bytes: together a fortieth of the heap. */
    private static final long HEAP_FOR_FILE = 16_384;

    private final long most = Math.min(MAX_FILES, Runtime.getRuntime().maxMemory() / HEAP_FOR_FILE);
    private final Map<Digest, SortedMap<String, FileEntry>> known = new LinkedHashMap<>(16, 0.75f, true);
    private final ReentrantLock reading = new ReentrantLock();
    private long files;

    SortedMap<String, FileEntry> of(Digest bundle, Supplier<SortedMap<String, FileEntry>> read) {
        return find(bundle).orElseGet(() -> readAlone(bundle, read));
    }

    // A waiting thread may hold a database connection that the reader needs, so the wait is bounded.
    private SortedMap<String, FileEntry> readAlone(Digest bundle, Supplier<SortedMap<String, FileEntry>> read) {
        boolean alone = false;
        try {
            alone = reading.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return find(bundle).orElseGet(() -> remembered(bundle, read.get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server stops", e);
        } finally {
            if (alone) {
                reading.unlock();
            }
        }
    }

    private synchronized Optional<SortedMap<String, FileEntry>> find(Digest bundle) {
        return Optional.ofNullable(known.get(bundle));
    }

    synchronized void forget(Digest bundle) {
        SortedMap<String, FileEntry> forgotten = known.remove(bundle);
        files -= forgotten == null ? 0 : forgotten.size();
    }

    private synchronized SortedMap<String, FileEntry> remembered(Digest bundle, SortedMap<String, FileEntry> read) {
        if (!read.isEmpty() && known.put(bundle, read) == null) {
            files += read.size();
            forgetTheEldest();
        }
        return read;
    }

    private void forgetTheEldest() {
        Iterator<SortedMap<String, FileEntry>> eldest = known.values().iterator();
        while (files > most && eldest.hasNext()) {
            files -= eldest.next().size();
            eldest.remove();
        }
    }
}
