package parley.server.bundles.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import parley.server.bundles.UploadRefused;

/**
 * Bytes out of an archive reader; when it cannot read on, the archive is damaged (and not the disk that the bytes go to).
 *
 * <p>Not thread-safe, like what it reads from.
 */
final class ArchiveContent extends FilterInputStream {

    /** A step of an archive reader. */
    interface Step<T> {
        T take() throws IOException;
    }

    ArchiveContent(InputStream in) {
        super(in);
    }

    /** Takes a step; the readers throw unchecked exceptions too when an archive is broken in a way that they did not foresee. */
    static <T> T reading(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (UploadRefused e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new UploadRefused(
                    UploadRefused.Why.INVALID,
                    "The archive is damaged or cut off: " + e.getMessage(),
                    "Make the archive again and upload it again.",
                    e);
        }
    }

    @Override
    public int read() throws IOException {
        return reading(in::read);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        return reading(() -> in.read(buffer, from, length));
    }

    @Override
    public long skip(long n) throws IOException {
        return reading(() -> in.skip(n));
    }
}
