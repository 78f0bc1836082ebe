package parley.server.storage;

import jakarta.persistence.PessimisticLockException;
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
        for (int left = TRIES - 1; left > 0; left--) {
            try {
                transaction.run();
                return;
            } catch (PessimisticLockException deadlock) {
                LOG.log(Level.FINE, "Deadlock with another transaction; this one is repeated.", deadlock);
            }
        }
        transaction.run();
    }
}
