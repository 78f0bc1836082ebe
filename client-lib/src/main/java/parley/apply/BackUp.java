package parley.apply;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.message.BundleRef;
import parley.message.FileEntry;

/**
 * What one update replaced or removed.
 *
 * @param id names it in its destination
 * @param made when
 * @param bundle the bundle whose files took the place of these, or gave it back to those of an older back-up
 * @param files the files as they were
 */
public record BackUp(String id, Instant made, BundleRef bundle, SortedMap<String, FileEntry> files) {

    public BackUp {
        Objects.requireNonNull(id);
        Objects.requireNonNull(made);
        Objects.requireNonNull(bundle);
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** The size of its files. */
    public long bytes() {
        return files.values().stream().mapToLong(FileEntry::size).sum();
    }
}
