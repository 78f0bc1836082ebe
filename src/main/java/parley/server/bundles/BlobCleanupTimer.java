package parley.server.bundles;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.message.bundle.Digest;
import parley.server.bundles.store.BlobStore;

/**
 * Checks the blobs once an hour: deletes those that no bundle contains (an upload ended between disk and database),
 * and reports those that are missing or whose size differs from the database.
 */
@Singleton
@Startup
@DependsOn("Storage")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BlobCleanupTimer {

    private static final Logger LOG = Logger.getLogger(BlobCleanupTimer.class.getName());
    private static final Duration LEFT_ALONE = Duration.ofHours(1);
    private static final int BATCH = 1000;

    @Inject
    BlobStore store;

    @Inject
    Bundles bundles;

    @Inject
    Clock clock;

    private volatile int damaged;

    /** How many blobs were missing or had the wrong size at the last check. */
    public int damaged() {
        return damaged;
    }

    @PostConstruct
    @Schedule(hour = "*", minute = "17", persistent = false)
    void run() {
        try {
            sweep();
            check();
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "The blob store could not be checked; the next attempt is in an hour.", e);
        }
    }

    private void sweep() throws IOException {
        int swept = store.sweep(bundles::refersTo, clock.instant().minus(LEFT_ALONE));
        if (swept > 0) {
            LOG.log(Level.INFO, "Deleted {0} blobs that no bundle contains.", swept);
        }
    }

    private void check() throws IOException {
        int wrong = 0;
        List<BlobRecord> some = bundles.blobsAfter("", BATCH);
        while (!some.isEmpty()) {
            for (BlobRecord blob : some) {
                wrong += isWhole(blob.sha256(), blob.size()) ? 0 : 1;
            }
            some = bundles.blobsAfter(some.get(some.size() - 1).sha256().text(), BATCH);
        }
        damaged = wrong;
    }

    private boolean isWhole(Digest sha256, long size) throws IOException {
        try {
            long found = store.size(sha256);
            if (found == size) {
                return true;
            }
            LOG.log(
                    Level.SEVERE,
                    "The blob {0} has {1} bytes instead of {2}: restore it from a backup, or upload a file with "
                            + "this content again.",
                    new Object[] {sha256, found, size});
        } catch (NoSuchFileException e) {
            LOG.log(
                    Level.SEVERE,
                    "The blob {0} is missing: restore it from a backup, or upload a file with this content again.",
                    sha256);
        }
        return false;
    }
}
