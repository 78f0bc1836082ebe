package parley.protocol;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A checked random source: two draws in a row that begin alike abort, and so does a source that throws. It does not
 * measure entropy, and does not notice a source that repeats itself across processes.
 */
final class Randomness {
    private static final int COMPARED = 32;

    private final SecureRandom random;
    private byte[] previous;

    /** @throws IllegalStateException if the source fails */
    Randomness(SecureRandom random) {
        this.random = random;
        this.previous = Hash.sha256(next(COMPARED));
    }

    /** @throws IllegalStateException if the source fails or repeats itself */
    byte[] draw(int length) {
        byte[] drawn = next(Math.max(length, COMPARED));
        byte[] digest = Hash.sha256(Arrays.copyOf(drawn, COMPARED));
        if (MessageDigest.isEqual(digest, previous)) {
            throw new IllegalStateException("The random source is stuck: it gave the same bytes twice.");
        }
        previous = digest;
        return drawn.length == length ? drawn : Arrays.copyOf(drawn, length);
    }

    private byte[] next(int length) {
        byte[] bytes = new byte[length];
        try {
            random.nextBytes(bytes);
        } catch (RuntimeException e) {
            throw new IllegalStateException("The random source failed.", e);
        }
        return bytes;
    }
}
