package parley.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The protocol that Parley/1 replaces: one key K on all sides,
 *
 * <pre>
 * C→S  em = ENC(K, (rnd, c1)), MAC(K, em)
 * S→C  em = ENC(K, (c2, c1)),  MAC(K, em)
 * C→S  em = ENC(K, (c1, c2)),  MAC(K, em)
 * K' = c1 + K + c2;  then  em = ENC(K', m), MAC(K', em)
 * </pre>
 *
 * with ENC = AES-256-CTR under a random IV, MAC = HMAC-SHA-256, 32 bytes each for K, rnd, c1, c2, and XOR for +. Here
 * only to be attacked.
 */
final class OriginalProtocol {
    private static final SecureRandom RANDOM = new SecureRandom();

    private OriginalProtocol() {}

    static byte[] fresh() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static byte[] seal(byte[] key, byte[] message) throws GeneralSecurityException {
        byte[] iv = Arrays.copyOf(fresh(), 16);
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        byte[] em = Hash.concat(iv, cipher.doFinal(message));
        return Hash.concat(em, Hash.hmac(key, em));
    }

    static byte[] open(byte[] key, byte[] sealed) throws GeneralSecurityException {
        byte[] em = Arrays.copyOf(sealed, sealed.length - 32);
        if (!Arrays.equals(Hash.hmac(key, em), Arrays.copyOfRange(sealed, em.length, sealed.length))) {
            throw new GeneralSecurityException("MAC");
        }
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(Arrays.copyOf(em, 16)));
        return cipher.doFinal(em, 16, em.length - 16);
    }

    static byte[] first(byte[] pair) {
        return Arrays.copyOf(pair, 32);
    }

    static byte[] second(byte[] pair) {
        return Arrays.copyOfRange(pair, 32, 64);
    }

    static byte[] combine(byte[] c1, byte[] K, byte[] c2) {
        byte[] key = new byte[32];
        for (int i = 0; i < 32; i++) {
            key[i] = (byte) (c1[i] ^ K[i] ^ c2[i]);
        }
        return key;
    }

    static final class Client {
        private final byte[] K;
        private final byte[] c1 = fresh();
        private byte[] sessionKey;

        Client(byte[] K) {
            this.K = K;
        }

        byte[] m1() throws GeneralSecurityException {
            return seal(K, Hash.concat(fresh(), c1));
        }

        byte[] m3(byte[] m2) throws GeneralSecurityException {
            byte[] pair = open(K, m2);
            if (!Arrays.equals(second(pair), c1)) {
                throw new GeneralSecurityException("c1");
            }
            sessionKey = combine(c1, K, first(pair));
            return seal(K, Hash.concat(c1, first(pair)));
        }

        byte[] send(String message) throws GeneralSecurityException {
            return seal(sessionKey, Hash.ascii(message));
        }

        String receive(byte[] record) throws GeneralSecurityException {
            return new String(open(sessionKey, record), StandardCharsets.US_ASCII);
        }

        byte[] sessionKey() {
            return sessionKey;
        }
    }

    static final class Server {
        private final byte[] K;
        private final byte[] c2 = fresh();
        private byte[] c1;
        private byte[] sessionKey;

        Server(byte[] K) {
            this.K = K;
        }

        byte[] m2(byte[] m1) throws GeneralSecurityException {
            c1 = second(open(K, m1));
            return seal(K, Hash.concat(c2, c1));
        }

        void accept(byte[] m3) throws GeneralSecurityException {
            byte[] pair = open(K, m3);
            if (!Arrays.equals(first(pair), c1) || !Arrays.equals(second(pair), c2)) {
                throw new GeneralSecurityException("c1, c2");
            }
            sessionKey = combine(c1, K, c2);
        }

        String receive(byte[] record) throws GeneralSecurityException {
            return new String(open(sessionKey, record), StandardCharsets.US_ASCII);
        }

        byte[] send(String message) throws GeneralSecurityException {
            return seal(sessionKey, Hash.ascii(message));
        }
    }
}
