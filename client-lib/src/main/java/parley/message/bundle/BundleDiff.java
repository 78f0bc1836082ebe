package parley.message.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The changes that turn one set of files into another. */
public final class BundleDiff {

    private BundleDiff() {}

    /**
     * The fewest changes that turn {@code have} into {@code want}, sorted by path bytes. Every path that is only in
     * {@code have} is removed: a caller that must not remove a file leaves it out of {@code have}.
     */
    public static List<Change> between(Map<String, FileEntry> have, Map<String, FileEntry> want) {
        TreeMap<String, FileEntry> paths = new TreeMap<>(BundlePath.ORDER);
        paths.putAll(have);
        paths.putAll(want);
        List<Change> changes = new ArrayList<>();
        for (String path : paths.keySet()) {
            FileEntry before = have.get(path);
            FileEntry after = want.get(path);
            if (after == null) {
                changes.add(Change.remove(path));
            } else if (before == null) {
                changes.add(Change.add(path, after));
            } else if (!before.equals(after)) {
                changes.add(Change.replace(path, after));
            }
        }
        return List.copyOf(changes);
    }
}
