package parley.server.storage;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Lets transactions that commit at the same time share one write to the disk. Whoever finds no write under way does it
 * for all that have committed until then; the others wait for it. When the last write was shared, the next one first
 * waits a moment for more: a transaction that is alone never waits. Safe for all threads.
 */
final class GroupCommit {

    /** How long a write waits when the last one was shared. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Brings everything that was committed before to the disk. */
    @FunctionalInterface
    interface Sync {
        void run() throws SQLException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final LongConsumer pause;
    private long committed;
    private long durable;
    private boolean syncing;
    private long syncs;
    private boolean shared;

    GroupCommit() {
        this(LockSupport::parkNanos);
    }

    /** @param pause waits for that many nanoseconds; it may be less */
    GroupCommit(LongConsumer pause) {
        this.pause = pause;
    }

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
        syncing = true;
        syncs++;
        long upTo = shared ? gather() : committed;
        shared = upTo - durable > 1;
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

    private long gather() {
        lock.unlock();
        try {
            pause.accept(GATHER_NANOS);
        } finally {
            lock.lock();
        }
        return committed;
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
