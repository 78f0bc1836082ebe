package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import parley.server.bundles.store.UploadRefused;

/**
 * The bytes from the uploader, counted; when they cannot be read the upload is incomplete, whoever is reading.
 *
 * <p>It stands below every archive reader, so that a lost connection is told apart from a damaged archive.
 */
final class UploadStream extends InspectedStream {

    private long count;

    UploadStream(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        try {
            int n = in.read(buffer, from, length);
            count += Math.max(n, 0);
            return n;
        } catch (UploadRefused e) {
            throw e;
        } catch (IOException e) {
            throw UploadRefused.incomplete("The upload broke off after " + count + " bytes.", e);
        }
    }

    /** The request's own stream is the container's to close. */
    @Override
    public void close() {}
}
