package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import parley.server.bundles.store.BundleLimits;
import parley.server.bundles.store.UploadRefused;

/** An uploaded archive, recognised by its first bytes, not by its name. Archives inside it are ordinary files. */
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
        PushbackInputStream start = new PushbackInputStream(upload, ArchiveKind.BYTES);
        byte[] first = start.readNBytes(ArchiveKind.BYTES);
        start.unread(first);
        ArchiveKind kind = ArchiveKind.of(first);
        switch (kind) {
            case ZIP -> new ZipReader(intake, limits).read(start, upload);
            case GZIP -> new TarGzReader(intake, limits.ratio()).read(start, upload);
            default -> throw new UploadRefused(UploadRefused.Why.UNSUPPORTED, kind.words(), kind.wayOut());
        }
    }
}
