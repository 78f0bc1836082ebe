package parley.client.internal.failure;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import parley.protocol.CloseCode;

/**
 * How one try at one URL ended.
 *
 * @param why a text without a full stop
 * @param close what the server said in its sealed close, if it said anything
 * @param welcomed whether the client was let in
 * @param life how long the connection was open
 */
public record SessionEnd(Kind kind, String why, Optional<Close> close, boolean welcomed, Duration life) {

    public enum Kind {
        /** There was no connection. */
        UNREACHABLE,
        /** The handshake failed, on either side. */
        HANDSHAKE,
        /** The session was cut, or fell silent. */
        INTERRUPTED,
        /** The server closed it, with a code. */
        CLOSED,
        /** This client closed it because of what the server said. */
        REJECTED,
        /** This client closed it because it had said everything. */
        FINISHED
    }

    public record Close(CloseCode code, int rawCode, Duration retryAfter, String reason) {}

    public SessionEnd {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(why);
        Objects.requireNonNull(close);
        Objects.requireNonNull(life);
    }

    static SessionEnd unreachable(String why) {
        return new SessionEnd(Kind.UNREACHABLE, why, Optional.empty(), false, Duration.ZERO);
    }

    public Duration retryAfter() {
        return close.map(Close::retryAfter).orElse(Duration.ZERO);
    }
}
