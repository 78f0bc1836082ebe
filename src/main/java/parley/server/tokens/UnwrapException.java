package parley.server.tokens;

/** A wrapped secret cannot be opened: another master key, another context, or changed bytes; the cause is not known. */
public class UnwrapException extends RuntimeException {
    public UnwrapException(String context) {
        super(words(context));
    }

    public UnwrapException(String context, Throwable cause) {
        super(words(context), cause);
    }

    private static String words(String context) {
        return "the secret of " + context + " does not open under this master key";
    }
}
