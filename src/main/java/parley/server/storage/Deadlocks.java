package parley.server.storage;

import jakarta.persistence.PessimisticLockException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Repeats work after a deadlock: PostgreSQL ends one of the two transactions, which has then changed nothing, and the
 * other goes on.
 */
public final class Deadlocks {

    private static final Logger LOG = Logger.getLogger(Deadlocks.class.getName());
    private static final int TRIES = 4;

    private Deadlocks() {}

    /**
     * Does the work, and repeats it after a deadlock, four times at most.
     *
     * @param transaction work that begins and ends its own transaction
     * @throws PessimisticLockException if the last try ends with a deadlock, too
     */
    public static void repeated(Runnable transaction) {
        result(() -> {
            transaction.run();
            return Boolean.TRUE;
        });
    }

    /** The same, with what the work gives. */
    public static <T> T result(Supplier<T> transaction) {
        for (int left = TRIES - 1; left > 0; left--) {
            try {
                return transaction.get();
            } catch (PessimisticLockException deadlock) {
                LOG.log(Level.FINE, "Deadlock with another transaction; this one is repeated.", deadlock);
            }
        }
        return transaction.get();
    }
}
