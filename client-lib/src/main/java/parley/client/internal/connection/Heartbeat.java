package parley.client.internal.connection;

import java.time.Instant;
import parley.protocol.Wire;

/** Says when to send a ping, and when to give the session up (docs/protocol.md §6). */
final class Heartbeat {

    enum Beat {
        NOTHING,
        PING,
        DEAD
    }

    private Instant lastRecord;
    private Instant nextPing;

    Heartbeat(Instant now) {
        received(now);
    }

    void received(Instant now) {
        lastRecord = now;
        nextPing = now.plus(Wire.PING_AFTER);
    }

    /** What is due now; a ping is due once. */
    Beat beat(Instant now) {
        if (!now.isBefore(lastRecord.plus(Wire.SILENCE))) {
            return Beat.DEAD;
        }
        if (!now.isBefore(nextPing)) {
            nextPing = now.plus(Wire.PING_AFTER);
            return Beat.PING;
        }
        return Beat.NOTHING;
    }

    /** When to ask again. */
    Instant next() {
        Instant dead = lastRecord.plus(Wire.SILENCE);
        return nextPing.isBefore(dead) ? nextPing : dead;
    }
}
