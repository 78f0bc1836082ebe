package parley.protocol;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM under one key, to seal or to open. It trusts its caller never to give one nonce twice. Not thread-safe.
 */
final class Aead {
    static final int TAG = 16;
    static final int NONCE = 12;

    private final int mode;
    private final Cipher cipher;
    private final Key key;

    private Aead(int mode, byte[] key) {
        this.mode = mode;
        this.key = new SecretKeySpec(key, "AES");
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES in Galois counter mode.", e);
        }
    }

    static Aead sealing(byte[] key) {
        return new Aead(Cipher.ENCRYPT_MODE, key);
    }

    static Aead opening(byte[] key) {
        return new Aead(Cipher.DECRYPT_MODE, key);
    }

    /** Seals {@code in[from..from + length)} to {@code out[outFrom..)}, tag last; the two may be the same. */
    void seal(byte[] nonce, byte[] aad, byte[] in, int from, int length, byte[] out, int outFrom) {
        try {
            begin(nonce, aad);
            cipher.doFinal(in, from, length, out, outFrom);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing failed.", e);
        }
    }

    /** Opens {@code in[from..from + length)}, tag last. */
    byte[] open(byte[] nonce, byte[] aad, byte[] in, int from, int length) throws ProtocolException {
        try {
            begin(nonce, aad);
            return cipher.doFinal(in, from, length);
        } catch (AEADBadTagException e) {
            throw new ProtocolException(Failure.TAG, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Opening failed.", e);
        }
    }

    private void begin(byte[] nonce, byte[] aad) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(aad);
    }
}
