package parley.server.sessions.connection;

import java.time.Duration;
import parley.protocol.Wire;

/** Where a connection stands. It only ever moves forward. */
enum SessionPhase {
    EXPECTS_M1(Wire.HANDSHAKE_TIMEOUT),
    EXPECTS_M3(Wire.HANDSHAKE_TIMEOUT),
    EXPECTS_HELLO(Wire.HELLO_TIMEOUT),
    /** A record now was sent before welcome can have been read. */
    ADMITTING(Wire.SESSION_LIFE),
    TALKING(Wire.SESSION_LIFE),
    /** Our close is sent; what comes is opened and ignored. */
    CLOSING(Wire.CLOSE_WAIT),
    /** Both sides' closes are said; ours has perhaps not left yet. */
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
