package parley.server.bundles;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import parley.message.FileEntry;

/**
 * A bundle as REST shows it.
 *
 * @param entries only where one bundle is asked for
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
        Optional<List<Entry>> entries) {

    /** One file. */
    public record Entry(String path, String mode, long size, String sha256) {

        static Entry of(Map.Entry<String, FileEntry> file) {
            FileEntry is = file.getValue();
            return new Entry(
                    file.getKey(), is.mode().text(), is.size(), is.sha256().text());
        }
    }

    /**
     * Some bundles, the newest first.
     *
     * @param next where the next page begins, if there is one
     */
    public record Page(List<BundleJson> bundles, Optional<String> next) {}

    static BundleJson of(BundleRecord bundle) {
        return of(bundle, Optional.empty());
    }

    static BundleJson of(BundleRecord bundle, SortedMap<String, FileEntry> files) {
        return of(bundle, Optional.of(files.entrySet().stream().map(Entry::of).toList()));
    }

    private static BundleJson of(BundleRecord bundle, Optional<List<Entry>> entries) {
        return new BundleJson(
                bundle.sha256().text(),
                bundle.name(),
                bundle.version(),
                bundle.sequence(),
                bundle.files(),
                bundle.bytes(),
                bundle.createdAt(),
                bundle.createdBy(),
                entries);
    }
}
