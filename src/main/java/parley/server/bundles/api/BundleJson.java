package parley.server.bundles.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import parley.message.bundle.FileEntry;
import parley.server.bundles.BundleRecord;
import parley.server.bundles.store.UploadWarning;

/**
 * The JSON of a bundle.
 *
 * @param entries only for the request of one bundle
 * @param warnings only in the answer to an upload
 */
public record BundleJson(
        String sha256,
        String name,
        String version,
        long sequence,
        int files,
        long bytes,
        Instant created,
        String createdBy,
        Optional<List<Entry>> entries,
        Optional<List<UploadWarning>> warnings) {

    /**
     * One file, link or empty folder.
     *
     * @param kind file, link or folder
     * @param mode four octal digits, link or dir
     * @param target of a link
     */
    public record Entry(String path, String kind, String mode, long size, String sha256, Optional<String> target) {

        static Entry of(Map.Entry<String, FileEntry> file, Map<String, String> links) {
            FileEntry is = file.getValue();
            return new Entry(
                    file.getKey(),
                    is.mode().kind().name().toLowerCase(Locale.ROOT),
                    is.mode().text(),
                    is.size(),
                    is.sha256().text(),
                    Optional.ofNullable(links.get(file.getKey())));
        }
    }

    /**
     * Some bundles, the newest first.
     *
     * @param next the cursor of the next page, if there is one
     */
    public record Page(List<BundleJson> bundles, Optional<String> next) {}

    static BundleJson of(BundleRecord bundle) {
        return of(bundle, Optional.empty(), Optional.empty());
    }

    static BundleJson of(BundleRecord bundle, SortedMap<String, FileEntry> files, Map<String, String> links) {
        List<Entry> entries =
                files.entrySet().stream().map(file -> Entry.of(file, links)).toList();
        return of(bundle, Optional.of(entries), Optional.empty());
    }

    static BundleJson of(BundleRecord bundle, List<UploadWarning> warnings) {
        return of(bundle, Optional.empty(), Optional.of(warnings));
    }

    private static BundleJson of(
            BundleRecord bundle, Optional<List<Entry>> entries, Optional<List<UploadWarning>> warnings) {
        return new BundleJson(
                bundle.sha256().text(),
                bundle.name(),
                bundle.version(),
                bundle.sequence(),
                bundle.files(),
                bundle.bytes(),
                bundle.createdAt(),
                bundle.createdBy(),
                entries,
                warnings);
    }
}
