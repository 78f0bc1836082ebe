package parley.server.tokens;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and authenticates small secrets for the database: AES-256-GCM under a key derived from the master key, with
 * a random nonce. The context names the secret and its owner; a secret that was wrapped for one context cannot be
 * opened for another.
 *
 * <p>Does not hide a secret's length. Thread-safe.
 */
public final class Wrapping {
    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final SecretKeySpec sealKey;
    private final SecureRandom random;

    /** @param masterKey 32 bytes */
    public Wrapping(byte[] masterKey, SecureRandom random) {
        if (masterKey.length != 32) {
            throw new IllegalArgumentException("a master key has 32 bytes, not " + masterKey.length);
        }
        this.key = new SecretKeySpec(derive(masterKey, "parley1 wrapping"), "AES");
        this.sealKey = new SecretKeySpec(derive(masterKey, "parley1 audit anchor"), MAC);
        this.random = random;
    }

    /** @return version, nonce, ciphertext and tag */
    public byte[] wrap(byte[] plain, String context) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            return ByteBuffer.allocate(1 + NONCE + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws UnwrapException if this was not wrapped under this master key for this context, or was changed since */
    public byte[] unwrap(byte[] wrapped, String context) {
        if (wrapped.length < 1 + NONCE + TAG_BITS / 8 || wrapped[0] != VERSION) {
            throw new UnwrapException(context);
        }
        byte[] nonce = new byte[NONCE];
        System.arraycopy(wrapped, 1, nonce, 0, NONCE);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(wrapped, 1 + NONCE, wrapped.length - 1 - NONCE);
        } catch (GeneralSecurityException e) {
            throw new UnwrapException(context, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** HMAC-SHA256 of an anchor of the audit log, under a key of its own that is derived from the master key. */
    public byte[] seal(byte[] anchor) {
        return hmac(sealKey, anchor);
    }

    private static byte[] derive(byte[] masterKey, String use) {
        return hmac(new SecretKeySpec(masterKey, MAC), use.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "Wrapping[redacted]";
    }
}
