package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import parley.server.bundles.store.UploadRefused;

/**
 * Inflated bytes, stopped if they are too many for their compressed bytes, or more than the caller expects.
 *
 * <p>Guards against archives that are small as an upload and endless on the disk, and against headers that are endless
 * in memory.
 */
final class Inflated extends InspectedStream {

    private static final long FREE = 16 * 1024 * 1024;

    private final LongSupplier compressed;
    private final Runnable progress;
    private final int ratio;
    private long count;
    private long budget = Long.MAX_VALUE;

    /**
     * @param compressed how many compressed bytes were read so far
     * @param progress called after each read with output
     */
    Inflated(InputStream in, LongSupplier compressed, Runnable progress, int ratio) {
        super(in);
        this.compressed = compressed;
        this.progress = progress;
        this.ratio = ratio;
    }

    /** From now on at most this many bytes. */
    void expectAtMost(long bytes) {
        budget = bytes;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int n = in.read(buffer, from, length);
        if (n > 0) {
            progress.run();
            count += n;
            budget -= n;
        }
        if (budget < 0) {
            throw headerTooLarge();
        }
        if (count > FREE && count / ratio > compressed.getAsLong()) {
            throw UploadRefused.tooLarge(
                    "The archive inflates to more than " + ratio + " times its size.", "parley.limits.archive.ratio");
        }
        return n;
    }

    static UploadRefused headerTooLarge() {
        return UploadRefused.invalid(
                "A header in the archive is far too large.", "Make the archive again with an ordinary zip or tar.");
    }
}
