package parley.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256, HMAC (RFC 2104), HKDF (RFC 5869) and XL, the HKDF-Expand-Label of RFC 8446 with the prefix "parley1 ". */
final class Hash {
    static final int SIZE = 32;
    static final byte[] NONE = {};
    private static final String LABEL_PREFIX = "parley1 ";

    private Hash() {}

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256.", e);
        }
    }

    static byte[] extract(byte[] salt, byte[] ikm) {
        return hmac(salt, ikm);
    }

    /** HKDF-Expand-Label; {@code length} is at most one block, which is all that the protocol needs. */
    static byte[] expandLabel(byte[] secret, String label, byte[] context, int length) {
        if (length > SIZE) {
            throw new IllegalArgumentException("XL gives at most 32 bytes.");
        }
        byte[] fullLabel = ascii(LABEL_PREFIX + label);
        byte[] block = hmac(
                secret,
                new byte[] {(byte) (length >>> 8), (byte) length, (byte) fullLabel.length},
                fullLabel,
                new byte[] {(byte) context.length},
                context,
                new byte[] {1});
        if (length == SIZE) {
            return block;
        }
        byte[] cut = Arrays.copyOf(block, length);
        wipe(block);
        return cut;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            if (secret != null) {
                Arrays.fill(secret, (byte) 0);
            }
        }
    }
}
