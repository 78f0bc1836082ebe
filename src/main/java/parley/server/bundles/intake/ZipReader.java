package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import parley.message.Mode;
import parley.server.bundles.UploadRefused;

/**
 * Reads a zip as a stream, and in the end its directory: only there it says what is executable and what is a link.
 *
 * <p>A zip whose directory lists other names than its files have is refused: readers would disagree on what is in it.
 */
final class ZipReader {

    /** Directory entry and local header of a file with the longest path, twice over. */
    private static final int DIRECTORY_BYTES_PER_FILE = 2 * 1024 + 256;

    private final BundleIntake intake;
    private final int ratio;
    private final int directoryBytes;

    ZipReader(BundleIntake intake, int ratio, int maxFiles) {
        this.intake = intake;
        this.ratio = ratio;
        this.directoryBytes =
                (int) Math.min(64 * 1024 * 1024L, 256 * 1024L + (long) maxFiles * DIRECTORY_BYTES_PER_FILE);
    }

    void read(InputStream magicFirst, UploadStream upload) throws IOException {
        TailCapture capture = new TailCapture(magicFirst, directoryBytes);
        ZipArchiveInputStream zip = new ZipArchiveInputStream(capture, StandardCharsets.UTF_8.name(), false, false);
        Inflated inflated = new Inflated(new ArchiveContent(zip), upload::count, ratio);
        List<String> names = new ArrayList<>();
        for (ZipArchiveEntry entry = next(zip, capture); entry != null; entry = next(zip, capture)) {
            String name = ZipDirectory.name(entry.getRawName());
            names.add(name);
            take(name, entry, inflated);
        }
        capture.transferTo(OutputStream.nullOutputStream());
        ZipDirectory directory = ZipDirectory.read(capture.tail());
        if (!sorted(directory.names()).equals(sorted(names))) {
            throw ZipDirectory.damaged("its directory lists other files than it contains");
        }
        for (ZipDirectory.Entry entry : directory.entries()) {
            settle(entry);
        }
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
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
            throw UploadRefused.badPath(name, "is compressed with a method other than deflate.");
        }
        if (stored && entry.getGeneralPurposeBit().usesDataDescriptor()) {
            throw UploadRefused.badPath(
                    name, "is stored without its size; make the archive from files, not from a pipe.");
        }
        if (name.endsWith("/")) {
            intake.folder(name);
        } else {
            intake.file(name, BundleIntake.DEFAULT_MODE, inflated);
        }
    }

    private void settle(ZipDirectory.Entry entry) throws IOException {
        if (entry.isFolder()) {
            return;
        }
        String path = BundleIntake.stripped(entry.name());
        if (entry.isSymbolicLink()) {
            intake.wasSymbolicLink(path);
        } else if (!entry.isPlainFile()) {
            throw UploadRefused.badPath(path, "is a device, a pipe or a socket; a bundle has files only.");
        } else if (entry.permissions() != 0) {
            intake.mode(path, new Mode(entry.permissions()));
        }
    }
}
