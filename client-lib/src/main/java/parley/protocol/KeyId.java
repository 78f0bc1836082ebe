package parley.protocol;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** The public name of a join token: 16 random bytes that say nothing about the PSK. */
public final class KeyId {
    static final int SIZE = 16;

    private final byte[] bytes;

    private KeyId(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException if these are not 16 bytes */
    public static KeyId of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("A key id has 16 bytes, not " + bytes.length + ".");
        }
        return new KeyId(bytes.clone());
    }

    /** @throws IllegalArgumentException if this is not 32 hex digits */
    public static KeyId parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** @throws IllegalStateException if the random source fails or is stuck */
    public static KeyId random(SecureRandom random) {
        return new KeyId(new Randomness(random).draw(SIZE));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** 32 lower-case hex digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyId keyId && Arrays.equals(bytes, keyId.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
