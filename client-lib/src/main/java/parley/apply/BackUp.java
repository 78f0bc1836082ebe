package parley.apply;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.message.bundle.FileEntry;

/**
 * The files that one update, or one restore of an older back-up, replaced or removed.
 *
 * @param id names it in its destination
 * @param made when
 * @param origin what took the place of these files; after a restore: the origin of the restored back-up
 * @param files the files as they were
 * @param left what was put in their place; a file without an entry was removed
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
