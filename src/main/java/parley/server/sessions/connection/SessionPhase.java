package parley.server.sessions.connection;

import java.time.Duration;
import parley.protocol.Wire;

/** The phase of a connection. It only moves forward. */
enum SessionPhase {
    EXPECTS_M1(Wire.HANDSHAKE_TIMEOUT),
    EXPECTS_M3(Wire.HANDSHAKE_TIMEOUT),
    EXPECTS_HELLO(Wire.HELLO_TIMEOUT),
    /** A record in this phase was sent before the client can have read welcome. */
    ADMITTING(Wire.SESSION_LIFE),
    TALKING(Wire.SESSION_LIFE),
    /** Our close is sent; incoming records are opened and ignored. */
    CLOSING(Wire.CLOSE_WAIT),
    /** Both sides have sent their close; ours may still be in the queue. */
    LEAVING(Wire.CLOSE_WAIT),
    ENDED(Duration.ZERO);

    private final Duration patience;

    SessionPhase(Duration patience) {
        this.patience = patience;
    }

    /** How long it may last. */
    Duration patience() {
        return patience;
    }
}
