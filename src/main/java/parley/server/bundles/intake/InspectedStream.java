package parley.server.bundles.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that sees every byte: single reads and skips go through {@link #read(byte[], int, int)} too, and nothing is
 * read twice.
 */
abstract class InspectedStream extends FilterInputStream {

    /** How many bytes a skip reads at once. */
    private static final int SKIPPED_AT_ONCE = 8192;

    private final byte[] one = new byte[1];

    InspectedStream(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] buffer, int from, int length) throws IOException;

    @Override
    public final long skip(long n) throws IOException {
        byte[] buffer = new byte[(int) Math.min(n, SKIPPED_AT_ONCE)];
        return Math.max(read(buffer, 0, buffer.length), 0);
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
