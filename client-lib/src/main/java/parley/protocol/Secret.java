package parley.protocol;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.security.auth.Destroyable;

/**
 * Secret bytes that are not printed, compare in constant time and can be wiped. The caller wipes the copies from
 * {@link #unsafeBytes()}.
 */
public final class Secret implements Destroyable {
    private final byte[] bytes;
    private volatile boolean destroyed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A secret with a copy of these bytes; the caller wipes the argument. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** A secret that takes the array itself. */
    static Secret owning(byte[] bytes) {
        return new Secret(bytes);
    }

    /** A copy of the secret. */
    public byte[] unsafeBytes() {
        return bytes().clone();
    }

    /** The array itself, not to be changed. */
    byte[] bytes() {
        if (destroyed) {
            throw new IllegalStateException("This secret has been destroyed.");
        }
        return bytes;
    }

    /** The length in bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /** Says nothing about the content: secrets of one length share it. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "Secret[" + bytes.length + " bytes]";
    }
}
