package parley.apply.internal.review;

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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.Entries;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.FileAccess.Kind;
import parley.apply.internal.disk.LinkInTheWay;
import parley.apply.internal.plan.PlannedLinks;
import parley.message.Reason;
import parley.message.bundle.BundlePath;
import parley.message.bundle.FileEntry;

/**
 * What is at the requested paths of a destination: each is looked up once, and a file there is read once. All other
 * files in the destination are neither read nor listed, however many and large they are. Unreadable files count as
 * missing; links are links, except those that {@link FileAccess#links} follows. Not thread-safe.
 */
public final class SeenFiles {
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

    /** The files and links at these paths now. */
    public static SortedMap<String, FileEntry> of(FileAccess files, Collection<String> paths)
            throws IOException, ApplyFailure {
        return of(files, paths, path -> false);
    }

    /** The same, with the folders at the paths where a folder counts. */
    public static SortedMap<String, FileEntry> of(FileAccess files, Collection<String> paths, Predicate<String> folders)
            throws IOException, ApplyFailure {
        SeenFiles all = new SeenFiles(paths.size());
        all.lookAt(files, paths, folders);
        return all.present();
    }

    /** What is at these paths now; a folder counts where Parley has an empty one. */
    public static SortedMap<String, FileEntry> of(FileAccess files, Map<String, FileEntry> managed)
            throws IOException, ApplyFailure {
        return of(files, managed.keySet(), path -> isFolder(managed.get(path)));
    }

    private static boolean isFolder(@Nullable FileEntry file) {
        return file != null && file.isFolder();
    }

    /** What is there, by path. */
    SortedMap<String, FileEntry> present() {
        return Collections.unmodifiableSortedMap(present);
    }

    /**
     * Looks up the paths that have not been looked up yet. Folders do not count.
     *
     * @throws ApplyFailure UNSUPPORTED if there are more paths than the limit
     */
    void lookAt(FileAccess files, Collection<String> paths) throws IOException, ApplyFailure {
        lookAt(files, paths, path -> false);
    }

    /** The same for what Parley left there; a folder counts where it left an empty one. */
    void lookAt(FileAccess files, Map<String, FileEntry> managed) throws IOException, ApplyFailure {
        lookAt(files, managed.keySet(), path -> isFolder(managed.get(path)));
    }

    private void lookAt(FileAccess files, Collection<String> paths, Predicate<String> folders)
            throws IOException, ApplyFailure {
        for (String path : paths) {
            if (isNew(path)) {
                Optional<Found> there = look(files, path, folders.test(path));
                if (there.isPresent()) {
                    read(files, path, there.get());
                }
            }
        }
    }

    /** Forgets these paths, so that they are looked up again. */
    void forget(Collection<String> paths) {
        paths.forEach(present::remove);
        seen.removeAll(Set.copyOf(paths));
    }

    /**
     * Uses the known entries of these files if size and mode agree; only the others are read.
     *
     * @param known what was last written there
     */
    void trust(FileAccess files, Map<String, FileEntry> known) throws IOException, ApplyFailure {
        for (Map.Entry<String, FileEntry> entry : known.entrySet()) {
            FileEntry file = entry.getValue();
            boolean same = look(files, entry.getKey(), false)
                    .filter(f -> f.kind() == Kind.FILE
                            && f.size() == file.size()
                            && f.mode() == file.mode().bits())
                    .isPresent();
            if (same && isNew(entry.getKey())) {
                present.put(entry.getKey(), file);
            }
        }
        lookAt(files, known);
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

    private static Optional<Found> look(FileAccess files, String path, boolean folder) throws IOException {
        PlannedLinks.tryToFollow(files, path);
        try {
            return files.look(path)
                    .filter(f -> f.kind() == Kind.FILE || f.kind() == Kind.LINK || folder && f.kind() == Kind.FOLDER);
        } catch (LinkInTheWay whatIsBehindItIsAnotherFile) {
            return Optional.empty();
        }
    }

    private void read(FileAccess files, String path, Found there) throws IOException {
        try {
            present.put(path, Entries.of(files, path, there));
        } catch (AccessDeniedException | NoSuchFileException unreadable) {
            return;
        }
    }

    /** The files of {@code managed} that were changed or removed since Parley wrote them. */
    public static List<String> modified(Map<String, FileEntry> managed, Map<String, FileEntry> now) {
        List<String> modified = new ArrayList<>();
        managed.forEach((path, file) -> {
            if (!file.equals(now.get(path))) {
                modified.add(path);
            }
        });
        return modified;
    }
}
