package parley.protocol;

/**
 * A handshake or a record that was refused. The message is the same for every cause, because a peer must not learn it:
 * whatever the cause, the connection ends with {@link Wire#FAILURE_CLOSE} and an empty reason.
 */
public final class ProtocolException extends Exception {
    static final String MESSAGE = "The peer is not who it should be, or the connection was damaged.";

    private final Failure failure;

    ProtocolException(Failure failure) {
        super(MESSAGE);
        this.failure = failure;
    }

    ProtocolException(Failure failure, Throwable cause) {
        super(MESSAGE, cause);
        this.failure = failure;
    }

    /** What was wrong: for logs and metrics on this side only. */
    public Failure failure() {
        return failure;
    }
}
