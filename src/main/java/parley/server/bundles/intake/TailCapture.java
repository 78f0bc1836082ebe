package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import parley.server.bundles.store.UploadRefused;

/**
 * Keeps the bytes read since the last {@link #forget()} (and a few before), because only the directory of a zip, after
 * the last file, says what is a link or executable.
 */
final class TailCapture extends InspectedStream {

    /** More than the zip reader reads ahead. */
    private static final int KEPT = 4096;

    private final int limit;
    private byte[] tail = new byte[64 * 1024];
    private int length;
    private boolean capturing = true;

    /** @param limit the most bytes that are kept; a larger directory is refused */
    TailCapture(InputStream in, int limit) {
        super(in);
        this.limit = limit;
    }

    /** File contents follow: keeps only the last few bytes. */
    void forget() {
        keepLast(KEPT);
        capturing = false;
    }

    /** Headers or the directory follow: keeps all. */
    void capture() {
        capturing = true;
    }

    /** The kept bytes, not copied. */
    ByteBuffer tail() {
        return ByteBuffer.wrap(tail, 0, length).slice();
    }

    @Override
    public int read(byte[] buffer, int from, int wanted) throws IOException {
        int n = in.read(buffer, from, Math.min(wanted, tail.length - KEPT));
        if (n > 0) {
            remember(buffer, from, n);
        }
        return n;
    }

    private void remember(byte[] buffer, int from, int n) throws UploadRefused {
        if (length + n > tail.length) {
            if (capturing) {
                grow(length + n);
            } else {
                keepLast(KEPT);
            }
        }
        System.arraycopy(buffer, from, tail, length, n);
        length += n;
    }

    private void grow(int needed) throws UploadRefused {
        if (needed > limit) {
            throw UploadRefused.tooLarge(
                    "The zip's directory is larger than " + limit + " bytes.", "parley.limits.bundle.paths");
        }
        tail = Arrays.copyOf(tail, Math.min(limit, Math.max(needed, tail.length + tail.length / 4)));
    }

    private void keepLast(int kept) {
        int keep = Math.min(length, kept);
        System.arraycopy(tail, length - keep, tail, 0, keep);
        length = keep;
    }
}
