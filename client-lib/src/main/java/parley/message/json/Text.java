package parley.message.json;

/**
 * Free text by the rules of §7: cut to its limit in UTF-8 at a code-point boundary, never refused. A lone surrogate,
 * which no UTF-8 has, and U+0000, which no text in PostgreSQL has, become U+FFFD.
 */
public final class Text {

    static final int MAX_TEXT = 4 * 1024;
    static final int MAX_OUTPUT = 8 * 1024;

    private Text() {}

    /** The first 4 KiB. */
    public static String cut(String text) {
        String clean = storable(text);
        int bytes = 0;
        for (int i = 0; i < clean.length(); ) {
            int codePoint = clean.codePointAt(i);
            bytes += utf8Length(codePoint);
            if (bytes > MAX_TEXT) {
                return clean.substring(0, i);
            }
            i += Character.charCount(codePoint);
        }
        return clean;
    }

    /** The last 8 KiB: the end of a command's output says what went wrong. */
    public static String tail(String output) {
        String clean = storable(output);
        int bytes = 0;
        for (int i = clean.length(); i > 0; ) {
            int codePoint = clean.codePointBefore(i);
            bytes += utf8Length(codePoint);
            if (bytes > MAX_OUTPUT) {
                return clean.substring(i);
            }
            i -= Character.charCount(codePoint);
        }
        return clean;
    }

    public static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int codePoint = text.codePointAt(i);
                if (codePoint <= Character.MAX_SURROGATE) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    public static int utf8Length(String text) {
        return text.codePoints().map(Text::utf8Length).sum();
    }

    private static String storable(String text) {
        if (text.indexOf(0) < 0 && !hasLoneSurrogate(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
