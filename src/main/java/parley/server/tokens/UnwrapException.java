package parley.server.tokens;

/** A wrapped secret does not open: another master key, another context, or changed bytes; which one cannot be told. */
public class UnwrapException extends RuntimeException {
    public UnwrapException(String context, Throwable cause) {
        super("the secret of " + context + " does not open under this master key", cause);
    }
}
