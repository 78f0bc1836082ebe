package parley.server.sessions.connection;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.protocol.Wire;

/**
 * The memory for waiting messages of all connections, to be assembled, read or sent: each may use what one message
 * needs, but the connections of one token at most half of the budget, and all together at most all of it. Beyond that
 * a connection that uses more than a little is given up; the others are not affected. Thread-safe.
 */
public final class MemoryBudget {

    /** What a connection may always use. */
    static final long LITTLE = 2L * Wire.MAX_RECORD;

    private final long most;
    private final Map<Object, Long> takenBy = new HashMap<>();
    private long taken;

    /** @param most in bytes, for all together */
    public MemoryBudget(long most) {
        this.most = most;
    }

    synchronized long taken() {
        return taken;
    }

    /** The memory of one connection for one purpose. */
    Share share() {
        return share(LITTLE);
    }

    /** The same with another value for a little. */
    Share share(long little) {
        return new Share(little);
    }

    final class Share {
        private final long little;
        private long mine;
        private @Nullable Object owner;
        private boolean ended;

        private Share(long little) {
            this.little = little;
        }

        /** From now on this share also counts for its owner, with the other shares of that owner. */
        void belongTo(Object whom) {
            synchronized (MemoryBudget.this) {
                long before = mine;
                add(-before);
                owner = whom;
                add(before);
            }
        }

        void take(long bytes) {
            synchronized (MemoryBudget.this) {
                if (!ended) {
                    add(bytes);
                }
            }
        }

        void giveBack(long bytes) {
            synchronized (MemoryBudget.this) {
                if (!ended) {
                    add(-bytes);
                }
            }
        }

        void giveBackAll() {
            synchronized (MemoryBudget.this) {
                add(-mine);
            }
        }

        private void add(long bytes) {
            mine += bytes;
            taken += bytes;
            if (owner != null && bytes != 0) {
                takenBy.merge(owner, bytes, (one, other) -> one + other == 0 ? null : one + other);
            }
        }

        /** Releases everything for good. */
        void end() {
            synchronized (MemoryBudget.this) {
                giveBackAll();
                ended = true;
            }
        }

        /** Whether memory is short, for all or for this owner, and this share is one of the causes. */
        boolean tooMuch() {
            synchronized (MemoryBudget.this) {
                boolean shortOfIt = taken > most || takenBy.getOrDefault(owner, 0L) > most / 2;
                return shortOfIt && mine > little;
            }
        }
    }
}
