package parley.protocol;

import java.security.InvalidKeyException;
import java.security.SecureRandom;
import javax.security.auth.Destroyable;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** An X25519 key pair: the identity of a server or a client, or the ephemeral key of one handshake. */
public final class StaticKey implements Destroyable {
    private final Secret privateKey;
    private final PublicKey publicKey;

    private StaticKey(byte[] privateKey) {
        this.privateKey = Secret.owning(privateKey);
        byte[] derived = new byte[PublicKey.SIZE];
        X25519.scalarMultBase(privateKey, 0, derived, 0);
        try {
            this.publicKey = PublicKey.canonical(derived);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("X25519 gives canonical keys.", e);
        }
    }

    /** @throws IllegalStateException if the random source fails or is stuck */
    public static StaticKey generate(SecureRandom random) {
        return generate(new Randomness(random));
    }

    static StaticKey generate(Randomness random) {
        return new StaticKey(random.draw(PublicKey.SIZE));
    }

    /** @throws IllegalArgumentException if these are not 32 bytes */
    public static StaticKey of(byte[] privateKey) {
        if (privateKey.length != PublicKey.SIZE) {
            throw new IllegalArgumentException("An X25519 private key has 32 bytes, not " + privateKey.length + ".");
        }
        return new StaticKey(privateKey.clone());
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** A copy of the private key. */
    public byte[] unsafePrivateBytes() {
        return privateKey.unsafeBytes();
    }

    /** X25519 with another's key; a result of zero (the other key is of low order) is refused. */
    byte[] agree(PublicKey other) throws ProtocolException {
        byte[] shared = new byte[PublicKey.SIZE];
        if (!X25519.calculateAgreement(privateKey.bytes(), 0, other.bytes(), 0, shared, 0)) {
            throw new ProtocolException(Failure.PUBLIC_KEY);
        }
        return shared;
    }

    @Override
    public void destroy() {
        privateKey.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return privateKey.isDestroyed();
    }

    @Override
    public String toString() {
        return "StaticKey[" + publicKey + "]";
    }
}
