package parley.server.sessions;

import parley.protocol.Wire;

/**
 * The memory in which the messages of all connections wait, to be put together or to be sent: each may take what one
 * message needs, but all together no more than the server has. Then whoever has taken more than a little is given up,
 * and those who have not are not disturbed. Thread-safe.
 */
final class Memory {

    /** What a connection may always have. */
    static final long LITTLE = 2L * Wire.MAX_RECORD;

    private final long most;
    private long taken;

    /** @param most in bytes, for all together */
    Memory(long most) {
        this.most = most;
    }

    synchronized long taken() {
        return taken;
    }

    /** What one connection takes for one purpose. */
    Share share() {
        return new Share();
    }

    final class Share {
        private long mine;
        private boolean ended;

        private Share() {}

        void take(long bytes) {
            synchronized (Memory.this) {
                if (!ended) {
                    mine += bytes;
                    taken += bytes;
                }
            }
        }

        void giveBack(long bytes) {
            synchronized (Memory.this) {
                if (!ended) {
                    mine -= bytes;
                    taken -= bytes;
                }
            }
        }

        void giveBackAll() {
            synchronized (Memory.this) {
                taken -= mine;
                mine = 0;
            }
        }

        /** Gives everything back for good. */
        void end() {
            synchronized (Memory.this) {
                giveBackAll();
                ended = true;
            }
        }

        /** Whether memory is short and this share is among the reasons. */
        boolean tooMuch() {
            synchronized (Memory.this) {
                return taken > most && mine > LITTLE;
            }
        }
    }
}
