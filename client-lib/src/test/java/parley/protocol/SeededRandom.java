package parley.protocol;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Gives the same bytes every time: for sending one handshake again and again with a single byte changed. */
final class SeededRandom extends SecureRandom {
    private final byte[] seed;
    private int block;

    SeededRandom(String seed) {
        this.seed = Hash.ascii(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += Hash.SIZE) {
            byte[] next =
                    Hash.sha256(seed, ByteBuffer.allocate(4).putInt(block++).array());
            System.arraycopy(next, 0, bytes, at, Math.min(Hash.SIZE, bytes.length - at));
        }
    }
}
