package parley.server.tokens;

/** The server cannot start without its master key; the message says what is wrong, never the key. */
public class MasterKeyException extends RuntimeException {
    public MasterKeyException(String message) {
        super(message);
    }

    public MasterKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
