package parley.apply.internal.compare;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.apply.Comparison;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.LinkInTheWay;
import parley.apply.internal.disk.Tree;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;

/**
 * Copies of the texts that Parley wrote, at {@code .parley/written/<hex>}, to show a person what somebody else changed
 * since. Nothing depends on them: they are not synced, a copy counts only if its digest is right, and without a copy
 * only less can be shown.
 */
public final class WrittenTexts {
    /** How many bytes of copies are kept in all; files beyond that, in the order of paths, have none. */
    static final long MOST_BYTES = 4L << 20;

    private final FileAccess files;
    private final Tree tree;

    public WrittenTexts(FileAccess files) {
        this.files = files;
        this.tree = new Tree(files);
    }

    static String path(Digest text) {
        return Layout.child(Layout.WRITTEN, text.hex());
    }

    /** Keeps copies of these files of the destination, and of no others. */
    public void keep(Map<String, FileEntry> written) throws IOException {
        tree.makeFolder(Layout.WRITTEN, Layout.PRIVATE);
        Map<String, Long> have = new HashMap<>();
        for (String name : files.list(Layout.WRITTEN)) {
            have.put(
                    name,
                    files.look(Layout.child(Layout.WRITTEN, name))
                            .map(FileAccess.Found::size)
                            .orElse(-1L));
        }
        Set<String> kept = new HashSet<>();
        long bytes = 0;
        for (Map.Entry<String, FileEntry> file : written.entrySet()) {
            FileEntry entry = file.getValue();
            String name = entry.sha256().hex();
            boolean wanted = entry.size() > 0
                    && entry.size() <= Comparison.MOST_BYTES
                    && bytes + entry.size() <= MOST_BYTES
                    && !kept.contains(name);
            if (wanted && (have.getOrDefault(name, -1L) == entry.size() || copy(file.getKey(), entry))) {
                kept.add(name);
                bytes += entry.size();
            }
        }
        for (String name : have.keySet()) {
            if (!kept.contains(name)) {
                tree.delete(Layout.child(Layout.WRITTEN, name));
            }
        }
    }

    private Optional<byte[]> read(String path, FileEntry entry) throws IOException {
        try {
            return Contents.read(files, path, entry);
        } catch (LinkInTheWay behindALinkThatIsNotFollowed) {
            return Optional.empty();
        }
    }

    /** False if the file is not text, or is no longer the one that Parley wrote. */
    private boolean copy(String path, FileEntry entry) throws IOException {
        Optional<byte[]> content = read(path, entry);
        if (content.isEmpty() || TextComparison.text(content.get()).isEmpty()) {
            return false;
        }
        tree.delete(path(entry.sha256()));
        try (FileAccess.Sink sink = files.create(path(entry.sha256()))) {
            sink.write(content.get(), 0, content.get().length);
        }
        return true;
    }
}
