package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import parley.server.bundles.BundleLimits;
import parley.server.bundles.UploadRefused;

/** An uploaded archive: told by its first bytes, not by its name. Archives inside it are files like any other. */
final class Archive {

    private final BundleIntake intake;
    private final BundleLimits limits;

    Archive(BundleIntake intake, BundleLimits limits) {
        this.intake = intake;
        this.limits = limits;
    }

    /**
     * Reads the archive to its end.
     *
     * @throws UploadRefused {@code UNSUPPORTED} if it is neither a zip nor a gzip; any refusal of the readers
     */
    void read(InputStream part) throws IOException {
        UploadStream upload = new UploadStream(part);
        PushbackInputStream start = new PushbackInputStream(upload, 2);
        byte[] magic = start.readNBytes(2);
        start.unread(magic);
        if (magic.length == 2 && magic[0] == 'P' && magic[1] == 'K') {
            new ZipReader(intake, limits.ratio(), limits.files()).read(start, upload);
        } else if (magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
            new TarGzReader(intake, limits.ratio()).read(start, upload);
        } else {
            throw new UploadRefused(
                    UploadRefused.Why.UNSUPPORTED,
                    "The archive is neither a zip nor a tar.gz.",
                    "Make it with “zip -r bundle.zip .” or “tar -czf bundle.tar.gz .”.");
        }
    }
}
