package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import parley.server.bundles.store.UploadRefused;

/**
 * The input of a decompressor, stopped when it reads too much without any output: an endless header, which it would
 * keep, or endless empty members.
 */
final class CompressedBytes extends InspectedStream {

    /** More than a decompressor reads ahead, and more than any header that is not hostile. */
    private static final int MOST_FOR_NOTHING = 256 * 1024;

    private int forNothing;

    CompressedBytes(InputStream in) {
        super(in);
    }

    /** The decompressor had output. */
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
