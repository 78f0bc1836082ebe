package parley.apply;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.apply.FileAccess.Found;
import parley.apply.FileAccess.Kind;
import parley.message.BundlePath;
import parley.message.FileEntry;
import parley.message.Mode;
import parley.message.Reason;

/**
 * What stands at those paths of a destination that somebody has asked for: each is looked at once, and a file there is read
 * to its end once. All other files in the destination are neither read nor listed, however many and large they are. Files
 * that may not be read count as not there; links are not followed. Not thread-safe.
 */
final class SeenFiles {
    private final SortedMap<String, FileEntry> present = new TreeMap<>(BundlePath.ORDER);
    private final Set<String> seen = new HashSet<>();
    private final int limit;

    /**
     * Nothing has been looked at yet.
     *
     * @param limit how many paths may be looked at
     */
    SeenFiles(int limit) {
        this.limit = limit;
    }

    /** What stands at these paths now. */
    static SortedMap<String, FileEntry> of(FileAccess files, Collection<String> paths)
            throws IOException, ApplyFailure {
        SeenFiles all = new SeenFiles(paths.size());
        all.lookAt(files, paths);
        return all.present();
    }

    /** The files that are there, by path. */
    SortedMap<String, FileEntry> present() {
        return Collections.unmodifiableSortedMap(present);
    }

    /**
     * Looks at those of the paths that have not been looked at.
     *
     * @throws ApplyFailure UNSUPPORTED if there are more paths than the limit
     */
    void lookAt(FileAccess files, Collection<String> paths) throws IOException, ApplyFailure {
        for (String path : paths) {
            if (isNew(path)) {
                Optional<Found> file = file(files, path);
                if (file.isPresent()) {
                    read(files, path, file.get());
                }
            }
        }
    }

    /**
     * Takes what is known of these files for what is there, if size and mode agree; only the others are read.
     *
     * @param known what was last written there
     */
    void trust(FileAccess files, Map<String, FileEntry> known) throws IOException, ApplyFailure {
        for (Map.Entry<String, FileEntry> entry : known.entrySet()) {
            FileEntry file = entry.getValue();
            boolean same = file(files, entry.getKey())
                    .filter(f ->
                            f.size() == file.size() && f.mode() == file.mode().bits())
                    .isPresent();
            if (same && isNew(entry.getKey())) {
                present.put(entry.getKey(), file);
            }
        }
        lookAt(files, known.keySet());
    }

    private boolean isNew(String path) throws ApplyFailure {
        if (!seen.contains(path) && seen.size() == limit) {
            throw new ApplyFailure(
                    Reason.UNSUPPORTED,
                    "the files of this bundle and those that Parley wrote into the destination before are more than "
                            + limit + "; give the update a folder of its own, or make the bundle smaller");
        }
        return seen.add(path);
    }

    private static Optional<Found> file(FileAccess files, String path) throws IOException {
        try {
            return files.look(path).filter(f -> f.kind() == Kind.FILE);
        } catch (LinkInTheWay whatIsBehindItIsAnotherFile) {
            return Optional.empty();
        }
    }

    private void read(FileAccess files, String path, Found file) throws IOException {
        try {
            Sha256.Sum sum = Sha256.of(files, path);
            present.put(path, new FileEntry(sum.sha256(), sum.size(), new Mode(file.mode())));
        } catch (AccessDeniedException | NoSuchFileException unreadable) {
            return;
        }
    }

    /** The files of {@code managed} that are not what Parley left: changed, or gone. */
    static List<String> modified(Map<String, FileEntry> managed, Map<String, FileEntry> now) {
        List<String> modified = new ArrayList<>();
        managed.forEach((path, file) -> {
            if (!file.equals(now.get(path))) {
                modified.add(path);
            }
        });
        return modified;
    }
}
