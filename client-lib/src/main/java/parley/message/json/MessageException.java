package parley.message.json;

import java.util.Objects;

/**
 * A text that is not a message of §7. The peer gets {@link #closeCode()}; the text is for the log and quotes at most
 * 200 characters of the input.
 */
public final class MessageException extends Exception {

    private static final int MAX_QUOTE = 80;

    private final int closeCode;

    private MessageException(int closeCode, String message) {
        super(message);
        this.closeCode = closeCode;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The code of the sealed close: 20 malformed JSON, 21 unknown type, 23 limit exceeded. */
    public int closeCode() {
        return closeCode;
    }

    /** Code 20. */
    public static MessageException malformed(String message) {
        return new MessageException(20, message);
    }

    /** Code 21. */
    public static MessageException unknownType(String type) {
        return new MessageException(21, "unknown message type " + quote(type));
    }

    /** Code 23. */
    public static MessageException limit(String message) {
        return new MessageException(23, message);
    }

    /** The input in quotes, without control characters and cut to a length that fits a log line. */
    public static String quote(String input) {
        StringBuilder quoted = new StringBuilder("\"");
        input.codePoints()
                .limit(MAX_QUOTE)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(quoted::appendCodePoint);
        return quoted.append(input.codePointCount(0, input.length()) > MAX_QUOTE ? "…\"" : "\"")
                .toString();
    }
}
