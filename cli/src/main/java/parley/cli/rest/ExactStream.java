package parley.cli.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads exactly the announced number of bytes of a file, or fails: a file that grows or shrinks meanwhile is not sent.
 */
final class ExactStream extends FilterInputStream {

    private final Path file;
    private long left;

    ExactStream(InputStream in, Path file, long length) {
        super(in);
        this.file = file;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = super.read(into, from, length);
        if (count > left || count < 0 && left > 0) {
            throw new IOException(file + " changed while it was being sent");
        }
        left -= Math.max(0, count);
        return count;
    }
}
