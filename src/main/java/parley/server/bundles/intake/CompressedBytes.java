package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import parley.server.bundles.store.UploadRefused;

/**
 * What a decompressor reads, stopped when it reads on and on without giving anything: a header without end, which it
 * would keep, or empty members without end.
 */
final class CompressedBytes extends InspectedStream {

    /** More than a decompressor reads ahead, and than any header that is not made to do harm. */
    private static final int MOST_FOR_NOTHING = 256 * 1024;

    private int forNothing;

    CompressedBytes(InputStream in) {
        super(in);
    }

    /** It gave something. */
    void gave() {
        forNothing = 0;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int n = in.read(buffer, from, length);
        count(Math.max(n, 0));
        return n;
    }

    private void count(int n) throws UploadRefused {
        forNothing += n;
        if (forNothing > MOST_FOR_NOTHING) {
            throw UploadRefused.invalid(
                    "The archive has " + MOST_FOR_NOTHING + " bytes in a row that inflate to nothing.",
                    "Make the archive again with tar -czf.");
        }
    }
}
