package parley.message;

import java.util.regex.Pattern;

/** The permission bits of a file, {@code 0000} to {@code 0777}; set-user-id and its like cannot be said. */
public record Mode(int bits) {

    private static final Pattern FORM = Pattern.compile("0[0-7]{3}");
    private static final int MAX = 0777;

    /** @throws IllegalArgumentException when there are other bits than the nine permissions */
    public Mode {
        if (bits < 0 || bits > MAX) {
            throw new IllegalArgumentException("a mode is 0000 to 0777");
        }
    }

    /**
     * The mode written as four octal digits.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static Mode parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(MessageException.quote(text) + " is not a mode like 0644");
        }
        return new Mode(Integer.parseInt(text, 8));
    }

    /** Four octal digits, for example {@code 0644}. */
    public String text() {
        return String.format("%04o", bits);
    }

    @Override
    public String toString() {
        return text();
    }
}
