package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import parley.server.bundles.store.BundleLimits;
import parley.server.bundles.store.UploadRefused;

/**
 * Reads a zip as a stream, and at the end its directory: only that says what is executable and what is a link.
 *
 * <p>A zip whose directory lists other names than its files is refused: readers would disagree on its content.
 */
final class ZipReader {

    private final BundleIntake intake;
    private final BundleLimits limits;

    /** How often each name came that was not yet found in the directory. */
    private final Map<String, Integer> names = new HashMap<>();

    ZipReader(BundleIntake intake, BundleLimits limits) {
        this.intake = intake;
        this.limits = limits;
    }

    void read(InputStream magicFirst, UploadStream upload) throws IOException {
        TailCapture capture = new TailCapture(magicFirst, limits.zipDirectoryBytes());
        ZipArchiveInputStream zip = new Entries(capture);
        Inflated inflated = new Inflated(new ArchiveContent(zip), upload::count, () -> {}, limits.ratio());
        for (ZipArchiveEntry entry = next(zip, capture); entry != null; entry = next(zip, capture)) {
            String name = ZipDirectory.name(entry.getRawName());
            take(name, entry, inflated);
            names.merge(name, 1, Integer::sum);
        }
        capture.transferTo(OutputStream.nullOutputStream());
        ZipDirectory.read(capture.tail(), this::settle);
        if (!names.isEmpty()) {
            throw otherFiles();
        }
    }

    /**
     * Replaces a step that needs a missing class by one that returns nothing: such an entry is refused because of its
     * method.
     */
    private static final class Entries extends ZipArchiveInputStream {
        Entries(InputStream in) {
            super(in, StandardCharsets.UTF_8.name(), false, false);
        }

        @Override
        protected InputStream createZstdInputStream(InputStream in) {
            return InputStream.nullInputStream();
        }
    }

    private static ZipArchiveEntry next(ZipArchiveInputStream zip, TailCapture capture) throws IOException {
        capture.forget();
        capture.capture();
        ZipArchiveEntry entry = ArchiveContent.reading(zip::getNextEntry);
        if (entry != null) {
            capture.forget();
        }
        return entry;
    }

    private void take(String name, ZipArchiveEntry entry, Inflated inflated) throws IOException {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw UploadRefused.badPath(name, "is encrypted; upload the archive without a password.");
        }
        boolean stored = entry.getMethod() == ZipEntry.STORED;
        if (!stored && entry.getMethod() != ZipEntry.DEFLATED) {
            throw UploadRefused.invalid(
                    UploadRefused.quoted(name) + " is compressed with " + CompressionMethod.words(entry.getMethod())
                            + "; use deflate.",
                    "Make the archive again with “zip -r bundle.zip .”, or as “tar -czf bundle.tar.gz .”.");
        }
        if (stored && entry.getGeneralPurposeBit().usesDataDescriptor()) {
            throw UploadRefused.badPath(
                    name, "is stored without its size; make the archive from files, not from a pipe.");
        }
        if (name.endsWith("/")) {
            intake.folder(name);
            inflated.transferTo(OutputStream.nullOutputStream());
        } else {
            intake.file(name, BundleIntake.DEFAULT_MODE, inflated);
        }
    }

    private void settle(ZipDirectory.Entry entry) throws IOException {
        Integer left = names.remove(entry.name());
        if (left == null) {
            throw otherFiles();
        }
        if (left > 1) {
            names.put(entry.name(), left - 1);
        }
        if (entry.isFolder()) {
            return;
        }
        String path = BundleIntake.stripped(entry.name());
        if (entry.isSymbolicLink()) {
            intake.wasSymbolicLink(path);
        } else if (!entry.isPlainFile()) {
            throw UploadRefused.badPath(path, "is a device, a pipe or a socket; a bundle has files only.");
        } else if (entry.permissions() != 0) {
            intake.mode(path, entry.permissions());
        }
    }

    private static UploadRefused otherFiles() {
        return ZipDirectory.damaged("its directory lists other files than it contains");
    }
}
