package parley.protocol;

import java.util.Arrays;

/** SymmetricState of the Noise Protocol Framework (revision 34, section 5.2) with SHA-256. */
class SymmetricState {
    private final CipherState cipher = new CipherState();
    private byte[] ck;
    private byte[] h;

    SymmetricState(String protocolName) {
        byte[] name = Hash.ascii(protocolName);
        h = name.length <= Hash.SIZE ? Arrays.copyOf(name, Hash.SIZE) : Hash.sha256(name);
        ck = h.clone();
    }

    void mixKey(byte[] inputKeyMaterial) {
        byte[][] outputs = hkdf(inputKeyMaterial, 2);
        chain(outputs[0]);
        cipher.initializeKey(outputs[1]);
    }

    void mixHash(byte[] data) {
        h = Hash.sha256(h, data);
    }

    void mixKeyAndHash(byte[] inputKeyMaterial) {
        byte[][] outputs = hkdf(inputKeyMaterial, 3);
        chain(outputs[0]);
        mixHash(outputs[1]);
        Hash.wipe(outputs[1]);
        cipher.initializeKey(outputs[2]);
    }

    byte[] encryptAndHash(byte[] plaintext) {
        byte[] ciphertext = cipher.hasKey() ? cipher.encryptWithAd(h, plaintext) : plaintext.clone();
        mixHash(ciphertext);
        return ciphertext;
    }

    byte[] decryptAndHash(byte[] ciphertext) throws ProtocolException {
        byte[] plaintext = cipher.hasKey() ? cipher.decryptWithAd(h, ciphertext) : ciphertext.clone();
        mixHash(ciphertext);
        return plaintext;
    }

    /** temp_k1 and temp_k2. */
    byte[][] split() {
        return hkdf(Hash.NONE, 2);
    }

    boolean hasKey() {
        return cipher.hasKey();
    }

    byte[] h() {
        return h.clone();
    }

    byte[] ck() {
        return ck.clone();
    }

    /** HKDF of Noise, section 4.3. */
    private byte[][] hkdf(byte[] inputKeyMaterial, int outputs) {
        byte[] tempKey = Hash.hmac(ck, inputKeyMaterial);
        byte[][] results = new byte[outputs][];
        byte[] last = Hash.NONE;
        for (int i = 0; i < outputs; i++) {
            last = Hash.hmac(tempKey, last, new byte[] {(byte) (i + 1)});
            results[i] = last;
        }
        Hash.wipe(tempKey);
        return results;
    }

    private void chain(byte[] next) {
        Hash.wipe(ck);
        ck = next;
    }

    void wipe() {
        cipher.wipe();
        Hash.wipe(ck, h);
    }
}
