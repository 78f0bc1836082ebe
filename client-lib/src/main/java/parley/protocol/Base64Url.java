package parley.protocol;

import static parley.protocol.JoinTokenException.Reason.BASE64URL;

import java.util.Base64;

/** Base64url without padding (RFC 4648 section 5) in its one canonical form, without going through a String. */
final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes of {@code text[from..to)}; positions in errors count from the beginning of {@code text}. */
    static byte[] decode(CharSequence text, int from, int to) throws JoinTokenException {
        int length = to - from;
        for (int i = from; i < to; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                throw unexpected(text, i);
            }
        }
        if (length == 0) {
            throw new JoinTokenException(BASE64URL, from, "Nothing follows \"parley1_\": the token is not complete.");
        }
        if (length % 4 == 1) {
            throw new JoinTokenException(
                    BASE64URL, to, "The token has one character too many or too few: the last carries no whole byte.");
        }
        byte[] bytes = new byte[length * 6 / 8];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = from; i < to; i++) {
            held = (held << 6 | ALPHABET.indexOf(text.charAt(i))) & 0xFFF;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (held >>> bits);
            }
        }
        if ((held & (1 << bits) - 1) != 0) {
            throw new JoinTokenException(
                    BASE64URL, to, "The last character of the token cannot be right: it was mistyped or cut.");
        }
        return bytes;
    }

    /** The error for a character that no token has. */
    static JoinTokenException unexpected(CharSequence text, int index) {
        char character = text.charAt(index);
        String name = character > ' ' && character <= '~'
                ? "\"" + character + "\""
                : String.format("U+%04X%s", (int) character, character == ' ' ? " (a space)" : "");
        return new JoinTokenException(
                BASE64URL, index + 1, "Character " + (index + 1) + " of the token, " + name + ", belongs to no token.");
    }
}
