package parley.apply;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.message.bundle.FileEntry;

/**
 * What one update, or one restoring of an older back-up, replaced or removed.
 *
 * @param id names it in its destination
 * @param made when
 * @param origin what took the place of these files; after a restoring: the origin of the back-up that was restored
 * @param files the files as they were
 * @param left what was put in their place; a file that is not among them was removed
 */
public record BackUp(
        String id, Instant made, Origin origin, SortedMap<String, FileEntry> files, SortedMap<String, FileEntry> left) {

    public BackUp {
        Objects.requireNonNull(id);
        Objects.requireNonNull(made);
        Objects.requireNonNull(origin);
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        left = Collections.unmodifiableSortedMap(new TreeMap<>(left));
    }

    /** The size of its files. */
    public long bytes() {
        return files.values().stream().mapToLong(FileEntry::size).sum();
    }
}
