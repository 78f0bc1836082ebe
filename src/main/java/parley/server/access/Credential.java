package parley.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The text of a credential: a prefix, 32 random bytes and four bytes of checksum, in base64url without padding. The
 * checksum finds typing errors; it is not a security measure.
 *
 * <p>Only {@link #hash} is stored: with 256 random bits a slow hash would add nothing.
 */
final class Credential {
    static final String API_KEY = "pak_";
    static final String SIGN_IN_CODE = "psc_";
    static final String SESSION = "pss_";

    private static final int RANDOM = 32;
    private static final int CHECK = 4;

    private Credential() {}

    static String create(String prefix, SecureRandom random) {
        byte[] bytes = new byte[RANDOM];
        random.nextBytes(bytes);
        byte[] all = Arrays.copyOf(bytes, RANDOM + CHECK);
        System.arraycopy(check(prefix, bytes), 0, all, RANDOM, CHECK);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    static boolean wellFormed(String prefix, String text) {
        if (!text.startsWith(prefix) || text.length() != prefix.length() + (RANDOM + CHECK) * 4 / 3) {
            return false;
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(text.substring(prefix.length()));
            return Arrays.equals(
                    check(prefix, Arrays.copyOf(all, RANDOM)), Arrays.copyOfRange(all, RANDOM, RANDOM + CHECK));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    static String hash(String text) {
        return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] check(String prefix, byte[] bytes) {
        byte[] prefixed = Arrays.copyOf(prefix.getBytes(StandardCharsets.US_ASCII), prefix.length() + bytes.length);
        System.arraycopy(bytes, 0, prefixed, prefix.length(), bytes.length);
        return Arrays.copyOf(sha256(prefixed), CHECK);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
