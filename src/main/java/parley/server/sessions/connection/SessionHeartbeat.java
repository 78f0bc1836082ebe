package parley.server.sessions.connection;

import java.time.Instant;
import parley.protocol.Wire;

/** When the other side last sent something, and what its silence requires (docs/protocol.md, section 6). */
final class SessionHeartbeat {

    /** What is due. */
    enum Due {
        NOTHING,
        PING,
        /** The peer counts as gone. */
        END
    }

    private volatile Instant heard;
    private Instant pinged = Instant.MIN;

    SessionHeartbeat(Instant now) {
        heard = now;
    }

    void heard(Instant now) {
        heard = now;
    }

    boolean heardSince(Instant time) {
        return heard.isAfter(time);
    }

    /** One thread at a time. A ping is due once in a silence. */
    Due due(Instant now) {
        if (heard.plus(Wire.SILENCE).isBefore(now)) {
            return Due.END;
        }
        if (heard.plus(Wire.PING_AFTER).isBefore(now) && pinged.isBefore(heard)) {
            pinged = now;
            return Due.PING;
        }
        return Due.NOTHING;
    }
}
