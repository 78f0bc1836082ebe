package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import parley.server.bundles.store.UploadRefused;

/**
 * Counts the bytes from the uploader; if they cannot be read, the upload is incomplete.
 *
 * <p>It is below every archive reader, to distinguish a lost connection from a damaged archive.
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

    /** The container closes the request's stream. */
    @Override
    public void close() {}
}
