package parley.server.it;

import java.io.InputStream;
import java.util.SplittableRandom;

/** Bytes that do not compress, always the same for the same seed, without holding them. */
final class PseudoRandomStream extends InputStream {

    private final SplittableRandom random;
    private long left;
    private long word;
    private int bytesInWord;

    PseudoRandomStream(long seed, long length) {
        this.random = new SplittableRandom(seed);
        this.left = length;
    }

    /** Text that does not compress well. */
    static String letters(int length) {
        PseudoRandomStream random = new PseudoRandomStream(length, length);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + (random.nextByte() & 15)));
        }
        return text.toString();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
        if (left == 0) {
            return -1;
        }
        int n = (int) Math.min(left, Math.min(length, 8192));
        for (int i = 0; i < n; i++) {
            buffer[from + i] = nextByte();
        }
        left -= n;
        return n;
    }

    private byte nextByte() {
        if (bytesInWord == 0) {
            word = random.nextLong();
            bytesInWord = 8;
        }
        byte next = (byte) word;
        word >>>= 8;
        bytesInWord--;
        return next;
    }
}
