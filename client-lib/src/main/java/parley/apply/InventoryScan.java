package parley.apply;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.apply.FileAccess.Found;
import parley.apply.FileAccess.Kind;
import parley.message.BundlePath;
import parley.message.FileEntry;
import parley.message.Mode;
import parley.message.Reason;

/**
 * What a destination holds: every regular file below it, except .parley, files that may not be read, and names that no
 * bundle can have. Links are not followed.
 */
final class InventoryScan {
    private final FileAccess files;
    private final int limit;
    private final SortedMap<String, FileEntry> found = new TreeMap<>(BundlePath.ORDER);

    /** @param limit how many files there may be */
    InventoryScan(FileAccess files, int limit) {
        this.files = files;
        this.limit = limit;
    }

    /** @throws ApplyFailure UNSUPPORTED if there are more files than the limit */
    SortedMap<String, FileEntry> scan() throws IOException, ApplyFailure {
        scan("");
        return found;
    }

    /** Those of these files that are there. */
    SortedMap<String, FileEntry> look(Collection<String> paths) throws IOException, ApplyFailure {
        for (String path : paths) {
            Optional<Found> file = file(path);
            if (file.isPresent()) {
                add(path, file.get());
            }
        }
        return found;
    }

    private Optional<Found> file(String path) throws IOException {
        try {
            return files.look(path).filter(f -> f.kind() == Kind.FILE);
        } catch (LinkInTheWay whatIsBehindItIsAnotherFile) {
            return Optional.empty();
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

    private void scan(String folder) throws IOException, ApplyFailure {
        for (String name : names(folder)) {
            String path = Layout.child(folder, name);
            if (path.equals(Layout.FOLDER) || !canBeInABundle(path)) {
                continue;
            }
            Optional<Found> thing = files.look(path);
            if (thing.isPresent() && thing.get().kind() == Kind.FOLDER) {
                scan(path);
            } else if (thing.isPresent() && thing.get().kind() == Kind.FILE) {
                add(path, thing.get());
            }
        }
    }

    private List<String> names(String folder) throws IOException {
        try {
            return files.list(folder);
        } catch (AccessDeniedException | NoSuchFileException unreadable) {
            return List.of();
        }
    }

    private void add(String path, Found file) throws IOException, ApplyFailure {
        if (found.size() == limit) {
            throw new ApplyFailure(
                    Reason.UNSUPPORTED,
                    "the destination holds more than " + limit + " files; choose a folder that holds less");
        }
        try {
            Sha256.Sum sum = Sha256.of(files, path);
            found.put(path, new FileEntry(sum.sha256(), sum.size(), new Mode(file.mode())));
        } catch (AccessDeniedException | NoSuchFileException unreadable) {
            return;
        }
    }

    private static boolean canBeInABundle(String path) {
        try {
            BundlePath.check(path);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
