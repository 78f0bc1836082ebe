package parley.server.bundles.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import parley.server.bundles.store.UploadRefused;

/**
 * Bytes from an archive reader; if it fails, the archive is damaged (not the target disk).
 *
 * <p>Not thread-safe.
 */
final class ArchiveContent extends FilterInputStream {

    /** A step of an archive reader. */
    interface Step<T> {
        T take() throws IOException;
    }

    ArchiveContent(InputStream in) {
        super(in);
    }

    /**
     * Runs a step; the readers also throw unchecked exceptions and errors for unexpected damage, or if an archive
     * needs a decompressor that is not on the class path.
     */
    static <T> T reading(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (UploadRefused e) {
            throw e;
        } catch (LinkageError e) {
            throw UploadRefused.unreadable("The archive needs a decompressor that this server does not have", e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw UploadRefused.unreadable("The archive is damaged or cut off", e);
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
