package parley.protocol;

import java.util.Objects;

/**
 * A join token, or a URL for one, that is not as docs/protocol.md section 2 asks. The message never shows the token.
 */
public final class JoinTokenException extends Exception {
    /** The rule that is broken. */
    public enum Reason {
        PREFIX("prefix"),
        BASE64URL("base64url"),
        LENGTH("length"),
        CHECK("check"),
        FORMAT("format"),
        SUITE("suite"),
        PSK("psk"),
        S_PUB("S_pub"),
        NOT_AFTER("notAfter"),
        URLS("urls"),
        URL("url");

        private final String vectorName;

        Reason(String vectorName) {
            this.vectorName = vectorName;
        }

        /** The reason's name in docs/vectors/token.json. */
        public String vectorName() {
            return vectorName;
        }
    }

    /** The {@link #position()} where there is none. */
    public static final int NOWHERE = -1;

    private final Reason reason;
    private final int position;

    JoinTokenException(Reason reason, String message) {
        this(reason, NOWHERE, message);
    }

    JoinTokenException(Reason reason, int position, String message) {
        super(message);
        this.reason = reason;
        this.position = position;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }

    /** The character that is wrong, counted from 1 in the text as given; or {@link #NOWHERE}. */
    public int position() {
        return position;
    }
}
