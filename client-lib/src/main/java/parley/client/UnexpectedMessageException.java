package parley.client;

import java.util.Objects;
import parley.protocol.CloseCode;

/** The server said what cannot be right now; the session is closed with the code. */
final class UnexpectedMessageException extends Exception {

    private final CloseCode code;

    UnexpectedMessageException(CloseCode code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code);
    }

    CloseCode code() {
        return code;
    }
}
