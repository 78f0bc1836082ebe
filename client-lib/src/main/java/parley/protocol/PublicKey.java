package parley.protocol;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** An X25519 public key (RFC 7748) in its one canonical encoding, never of low order. */
public final class PublicKey {
    static final int SIZE = 32;
    /** p = 2^255 - 19, little-endian. */
    private static final byte[] P = HexFormat.of().parseHex("ed" + "ff".repeat(30) + "7f");
    /** Any clamped scalar maps every point of low order to zero. */
    private static final byte[] ANY_SCALAR = new byte[SIZE];

    private final byte[] bytes;

    private PublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws InvalidKeyException if this is not 32 bytes, not below p with the top bit clear, or of low order */
    public static PublicKey of(byte[] bytes) throws InvalidKeyException {
        PublicKey key = canonical(bytes);
        if (!X25519.calculateAgreement(ANY_SCALAR, 0, key.bytes, 0, new byte[SIZE], 0)) {
            throw new InvalidKeyException("This X25519 public key is of low order.");
        }
        return key;
    }

    /** A canonical key that was not multiplied yet: its first agreement detects low order. */
    static PublicKey canonical(byte[] bytes) throws InvalidKeyException {
        if (bytes.length != SIZE || !belowP(bytes)) {
            throw new InvalidKeyException("This is not the canonical encoding of an X25519 public key.");
        }
        return new PublicKey(bytes.clone());
    }

    private static boolean belowP(byte[] bytes) {
        for (int i = SIZE - 1; i >= 0; i--) {
            int difference = Byte.toUnsignedInt(bytes[i]) - Byte.toUnsignedInt(P[i]);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** SHA-256 of the key as 64 lower-case hex digits. */
    public String fingerprint() {
        return HexFormat.of().formatHex(Hash.sha256(bytes));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
