package parley.protocol;

import java.nio.ByteBuffer;

/** CipherState of the Noise Protocol Framework (revision 34, section 5.1) with AESGCM. */
final class CipherState {
    /** Empty: there is no key yet. */
    private byte[] k = Hash.NONE;

    private long n;

    void initializeKey(byte[] key) {
        Hash.wipe(k);
        k = key;
        n = 0;
    }

    boolean hasKey() {
        return k.length > 0;
    }

    byte[] encryptWithAd(byte[] ad, byte[] plaintext) {
        byte[] ciphertext = new byte[plaintext.length + Aead.TAG];
        Aead.sealing(k).seal(nextNonce(), ad, plaintext, 0, plaintext.length, ciphertext, 0);
        return ciphertext;
    }

    byte[] decryptWithAd(byte[] ad, byte[] ciphertext) throws ProtocolException {
        if (ciphertext.length < Aead.TAG) {
            throw new ProtocolException(Failure.SIZE);
        }
        return Aead.opening(k).open(nextNonce(), ad, ciphertext, 0, ciphertext.length);
    }

    private byte[] nextNonce() {
        return ByteBuffer.allocate(Aead.NONCE).putInt(0).putLong(n++).array();
    }

    void wipe() {
        Hash.wipe(k);
    }
}
