package parley.client.internal.failure;

import java.util.Objects;
import parley.protocol.CloseCode;

/** The server sent a message that cannot be right in this state; the session is closed with the code. */
public final class UnexpectedMessageException extends Exception {

    private final CloseCode code;

    public UnexpectedMessageException(CloseCode code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public CloseCode code() {
        return code;
    }
}
