package parley.protocol;

import java.util.Arrays;

/** The name of a client's key: 32 characters of RFC 4648 base32 in lower case. */
public final class ClientId {
    private static final byte[] PREFIX = Hash.ascii("parley1 client id");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int DIGEST_PART = 20;

    private ClientId() {}

    public static String of(PublicKey clientKey) {
        return base32(Arrays.copyOf(Hash.sha256(PREFIX, clientKey.bytes()), DIGEST_PART));
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * 8 / 5);
        int bits = 0;
        int held = 0;
        for (byte b : bytes) {
            held = (held << 8 | Byte.toUnsignedInt(b)) & 0xFFF;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt(held >>> bits & 31));
            }
        }
        return text.toString();
    }
}
