package parley.bench.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.math.ec.rfc7748.X25519;
import parley.protocol.Suite;

/**
 * What a handshake cannot do without, and nothing else: as many operations of each kind as docs/protocol.md asks for,
 * of the implementations that Parley uses, on inputs of about the same size, with objects that are made once.
 */
final class HandshakePrimitives {

    private static final int KEY = X25519.SCALAR_SIZE;
    private static final int TAG_BITS = 128;
    private static final int NONCE = 12;
    private static final int SEED = 64;

    /** es, ee and se, at each end; beside them each end makes one ephemeral key. */
    private static final int AGREEMENTS = 3;
    /** The payloads of M1, M2 and M3, and the client's static key in M3, at each end. */
    private static final int SEALED = 4;
    /** Mixing the PSK takes 4, two ephemeral keys and three agreements 3 each: the same at both ends. */
    private static final int NOISE_HMACS = 4 + 5 * 3;
    /** binder, proof_s, kc, proof_c, split (3), master, session id, c_0, s_0: the same at both ends. */
    private static final int COMMON_HMACS = 11;
    /** The approval code. */
    private static final int SERVER_HMACS = NOISE_HMACS + COMMON_HMACS + 1;
    /** epsk, ipsk and the four keys of a token. */
    private static final int CLIENT_HMACS = NOISE_HMACS + COMMON_HMACS + 6;
    /** Transcript and name (9), binder, n_s, n_c, the client id, the code, and one for each number drawn. */
    private static final int DIGESTS = 18;

    private final byte[] scalar = new byte[KEY];
    private final byte[] point = new byte[KEY];
    private final byte[] shared = new byte[KEY];
    private final byte[] hmacInput = new byte[96];
    private final byte[] digestInput = new byte[128];
    private final byte[] plaintext = new byte[48];
    private final byte[] ciphertext = new byte[plaintext.length + TAG_BITS / 8];
    private final byte[] nonce = new byte[NONCE];
    private final byte[] seed = new byte[SEED];
    private final byte[] encapsulation;
    private final byte[] kemKey;
    private final SecretKeySpec hmacKey;
    private final SecretKeySpec sealingKey;
    private final Mac mac;
    private final MessageDigest digest;
    private final Cipher cipher;
    private final boolean kem;
    private int number;

    HandshakePrimitives(Suite suite) {
        SecureRandom random = new SecureRandom();
        random.nextBytes(scalar);
        random.nextBytes(seed);
        X25519.scalarMultBase(scalar, 0, point, 0);
        kem = suite == Suite.X25519_MLKEM768;
        MLKEMPrivateKeyParameters decapsulating = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, seed);
        kemKey = decapsulating.getPublicKey();
        encapsulation = encapsulate();
        hmacKey = new SecretKeySpec(scalar, "HmacSHA256");
        sealingKey = new SecretKeySpec(scalar, "AES");
        try {
            mac = Mac.getInstance("HmacSHA256");
            digest = MessageDigest.getInstance("SHA-256");
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has these", e);
        }
    }

    private byte[] encapsulate() {
        MLKEMPublicKeyParameters key = new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, kemKey);
        return MLKEMGenerator.internalGenerateEncapsulated(key, scalar).getEncapsulation();
    }

    int server() throws GeneralSecurityException {
        int result = half(SERVER_HMACS);
        return kem ? result + encapsulate()[0] : result;
    }

    int both() throws GeneralSecurityException {
        int result = half(CLIENT_HMACS);
        if (kem) {
            MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, seed);
            result += new MLKEMExtractor(key).extractSecret(encapsulation)[0];
        }
        return result + server();
    }

    private int half(int hmacs) throws GeneralSecurityException {
        X25519.scalarMultBase(scalar, 0, shared, 0);
        int result = shared[0];
        for (int i = 0; i < AGREEMENTS; i++) {
            X25519.calculateAgreement(scalar, 0, point, 0, shared, 0);
            result += shared[0];
        }
        for (int i = 0; i < hmacs; i++) {
            mac.init(hmacKey);
            result += mac.doFinal(hmacInput)[0];
        }
        for (int i = 0; i < DIGESTS; i++) {
            result += digest.digest(digestInput)[0];
        }
        for (int i = 0; i < SEALED; i++) {
            nonce[0] = (byte) number;
            nonce[1] = (byte) (number++ >> 8);
            cipher.init(Cipher.ENCRYPT_MODE, sealingKey, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(hmacKey.getEncoded());
            cipher.doFinal(plaintext, 0, plaintext.length, ciphertext, 0);
            result += ciphertext[0];
        }
        return result;
    }
}
