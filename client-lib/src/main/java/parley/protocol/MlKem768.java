package parley.protocol;

import javax.security.auth.Destroyable;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.jspecify.annotations.Nullable;

/** ML-KEM-768 (FIPS 203): a key pair for one handshake, and the encapsulation to one. */
final class MlKem768 implements Destroyable {
    static final int EK = 1184;
    static final int CT = 1088;
    /** d and z of FIPS 203 algorithm 16. */
    static final int SEED = 64;
    /** m of FIPS 203 algorithm 17. */
    static final int M = 32;

    private @Nullable MLKEMPrivateKeyParameters dk;

    /** @param seed d || z */
    MlKem768(byte[] seed) {
        this.dk = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, seed);
    }

    byte[] ek() {
        return dk().getPublicKey();
    }

    byte[] decapsulate(byte[] ct) {
        return new MLKEMExtractor(dk()).extractSecret(ct);
    }

    private MLKEMPrivateKeyParameters dk() {
        if (dk == null) {
            throw new IllegalStateException("The key pair has been destroyed.");
        }
        return dk;
    }

    record Encapsulation(byte[] ct, byte[] ss) {}

    static Encapsulation encapsulate(byte[] ek, byte[] m) throws ProtocolException {
        SecretWithEncapsulation made = MLKEMGenerator.internalGenerateEncapsulated(checked(ek), m);
        return new Encapsulation(made.getEncapsulation(), made.getSecret());
    }

    /**
     * FIPS 203 section 7.2: exact length, every coefficient below q. Bouncy Castle checks both where it reads a key.
     */
    private static MLKEMPublicKeyParameters checked(byte[] ek) throws ProtocolException {
        try {
            return new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, ek);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(Failure.KEM, e);
        }
    }

    @Override
    public void destroy() {
        dk = null;
    }

    @Override
    public boolean isDestroyed() {
        return dk == null;
    }
}
