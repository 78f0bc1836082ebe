package parley.server.storage;

import java.sql.SQLException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets transactions that commit at the same time share one write to the disk. Whoever finds no write under way does it
 * for all that have committed until then; the others wait for it. Safe for all threads.
 */
final class GroupCommit {

    /** Brings everything that was committed before to the disk. */
    @FunctionalInterface
    interface Sync {
        void run() throws SQLException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private long committed;
    private long durable;
    private boolean syncing;
    private long syncs;

    /**
     * Returns when a sync has succeeded that began after this call, with this caller's sync or that of another.
     *
     * @throws SQLException of this caller's own sync; what failed for others is tried again
     */
    void await(Sync sync) throws SQLException {
        lock.lock();
        try {
            long mine = ++committed;
            while (durable < mine) {
                if (syncing) {
                    ended.awaitUninterruptibly();
                } else {
                    lead(sync);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void lead(Sync sync) throws SQLException {
        long upTo = committed;
        syncing = true;
        syncs++;
        lock.unlock();
        boolean done = false;
        try {
            sync.run();
            done = true;
        } finally {
            lock.lock();
            syncing = false;
            if (done) {
                durable = upTo;
            }
            ended.signalAll();
        }
    }

    /** How many wait for the sync of another. */
    int waiting() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(ended);
        } finally {
            lock.unlock();
        }
    }

    /** How many syncs have begun. */
    long syncs() {
        lock.lock();
        try {
            return syncs;
        } finally {
            lock.unlock();
        }
    }
}
