package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import parley.server.bundles.store.UploadRefused;

/** Reads a gzipped tar (POSIX pax, ustar, GNU) as a stream. */
final class TarGzReader {

    /** The most bytes of long names and pax headers of one entry, which the tar reader keeps in memory. */
    private static final long HEADER_BYTES = 256 * 1024;

    /**
     *  The most characters of pax headers that the tar reader keeps: those of an entry, and the global ones, which add
     *  up.
     */
    private static final long KEPT_CHARACTERS = 256 * 1024;

    private final BundleIntake intake;
    private final int ratio;

    TarGzReader(BundleIntake intake, int ratio) {
        this.intake = intake;
        this.ratio = ratio;
    }

    void read(InputStream magicFirst, UploadStream upload) throws IOException {
        CompressedBytes compressed = new CompressedBytes(magicFirst);
        InputStream gunzipped = ArchiveContent.reading(() -> GzipCompressorInputStream.builder()
                .setInputStream(compressed)
                .setDecompressConcatenated(true)
                .get());
        Inflated inflated = new Inflated(new ArchiveContent(gunzipped), upload::count, compressed::gave, ratio);
        TarArchiveInputStream tar = new TarArchiveInputStream(inflated, StandardCharsets.UTF_8.name());
        for (TarArchiveEntry entry = next(tar, inflated); entry != null; entry = next(tar, inflated)) {
            take(entry, new ArchiveContent(tar));
        }
        inflated.expectAtMost(Long.MAX_VALUE);
        inflated.transferTo(OutputStream.nullOutputStream());
    }

    private static TarArchiveEntry next(TarArchiveInputStream tar, Inflated inflated) throws IOException {
        inflated.expectAtMost(HEADER_BYTES);
        TarArchiveEntry entry = ArchiveContent.reading(tar::getNextEntry);
        inflated.expectAtMost(Long.MAX_VALUE);
        if (entry != null && keptCharacters(entry.getExtraPaxHeaders()) > KEPT_CHARACTERS) {
            throw Inflated.headerTooLarge();
        }
        return entry;
    }

    private static long keptCharacters(Map<String, String> headers) {
        return headers.entrySet().stream()
                .mapToLong(
                        header -> header.getKey().length() + header.getValue().length())
                .sum();
    }

    private void take(TarArchiveEntry entry, InputStream content) throws IOException {
        String path = entry.getName();
        if (isSparse(entry)) {
            throw UploadRefused.badPath(path, "is stored as a sparse file; make the archive without --sparse.");
        } else if (entry.isDirectory()) {
            intake.folder(path);
        } else if (entry.isSymbolicLink()) {
            intake.symbolicLink(path, entry.getLinkName());
        } else if (entry.isLink()) {
            intake.hardLink(path, entry.getLinkName());
        } else if (entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO()) {
            throw UploadRefused.badPath(path, "is a device or a pipe; a bundle has files only.");
        } else if (isPlainFile(entry)) {
            intake.file(path, entry.getMode() & 07777, content);
        } else {
            throw UploadRefused.badPath(path, "is neither a file nor a folder nor a link.");
        }
    }

    /** Also if sparse headers add up without a sparse file. */
    private static boolean isSparse(TarArchiveEntry entry) {
        return entry.isSparse()
                || entry.getSparseHeaders() != null && !entry.getSparseHeaders().isEmpty();
    }

    private static boolean isPlainFile(TarArchiveEntry entry) {
        byte flag = entry.getLinkFlag();
        return flag == 0 || flag == '0' || flag == '7';
    }
}
