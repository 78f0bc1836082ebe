package parley.apply.internal.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import parley.apply.internal.disk.Entries;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FollowedLinks;
import parley.apply.internal.state.UpdateTarget;
import parley.message.bundle.FileEntry;

/**
 * Everything that an update will do to the destination, decided before anything is done, so that it can be undone from
 * the plan and the back-up alone.
 *
 * @param puts files and links that will be written
 * @param removals files and links that will be removed, or replaced by a folder
 * @param newFolders folders that do not exist yet, outermost first
 * @param oldFolders folders to remove if the removals leave them empty, innermost first
 * @param followed links of this machine through which paths of the plan lead, and where each of them leads
 * @param inPlace the paths to write at which a single file is mounted, which is overwritten, not replaced
 */
public record Plan(
        UpdateTarget target,
        List<Put> puts,
        List<String> removals,
        List<String> newFolders,
        List<OldFolder> oldFolders,
        SortedMap<String, String> followed,
        SortedSet<String> inPlace) {

    /** A file or link to write; {@code replaces} if there is a file or link at that path now. */
    public record Put(String path, FileEntry file, boolean replaces) {}

    /** A folder to remove, and its mode. */
    public record OldFolder(String path, int mode) {}

    public Plan {
        puts = List.copyOf(puts);
        removals = List.copyOf(removals);
        newFolders = List.copyOf(newFolders);
        oldFolders = List.copyOf(oldFolders);
        followed = Collections.unmodifiableSortedMap(new TreeMap<>(followed));
        inPlace = Collections.unmodifiableSortedSet(new TreeSet<>(inPlace));
    }

    /** One that overwrites nothing in its place. */
    public Plan(
            UpdateTarget target,
            List<Put> puts,
            List<String> removals,
            List<String> newFolders,
            List<OldFolder> oldFolders,
            SortedMap<String, String> followed) {
        this(target, puts, removals, newFolders, oldFolders, followed, new TreeSet<>());
    }

    /** The same, with these files overwritten where they are. */
    Plan writing(SortedSet<String> mounted) {
        return new Plan(target, puts, removals, newFolders, oldFolders, followed, mounted);
    }

    /** One that leads through no links. */
    public Plan(
            UpdateTarget target,
            List<Put> puts,
            List<String> removals,
            List<String> newFolders,
            List<OldFolder> oldFolders) {
        this(target, puts, removals, newFolders, oldFolders, new TreeMap<>());
    }

    /** The text for people after success. */
    public String done(Collection<String> leftAlone) {
        String done = written() + " written, " + removals.size() + " removed";
        return (leftAlone.isEmpty()
                        ? done
                        : done + "; left alone because Parley did not write them: " + String.join(", ", leftAlone))
                + doneInPlace();
    }

    /** The additional text about files that were overwritten where they are; empty if there are none. */
    public String doneInPlace() {
        return inPlace.isEmpty() ? "" : "; written in place, not in one step: " + String.join(", ", inPlace);
    }

    /** How many files, and links and empty folders if there are any, are written. */
    public String written() {
        long links = puts.stream().filter(put -> put.file().isLink()).count();
        long made = newFolders.stream().filter(this::staysEmpty).count();
        List<String> parts = new ArrayList<>();
        parts.add(count(puts.size() - links, "file"));
        if (links > 0) {
            parts.add(count(links, "link"));
        }
        if (made > 0) {
            parts.add(count(made, "empty folder"));
        }
        return String.join(", ", parts);
    }

    private boolean staysEmpty(String folder) {
        return puts.stream().noneMatch(put -> put.path().startsWith(folder + "/"))
                && newFolders.stream().noneMatch(other -> other.startsWith(folder + "/"));
    }

    private static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** The files and links that a back-up has to hold. */
    public List<String> replacedOrRemoved() {
        List<String> paths = new ArrayList<>(removals);
        puts.stream().filter(Put::replaces).map(Put::path).forEach(paths::add);
        return paths;
    }

    /** Whether a folder is there that does not take the place of a link. */
    public boolean stays(FileAccess files, String folder) throws IOException {
        return Entries.look(files, folder, Set.copyOf(removals))
                .filter(found -> found.kind() == FileAccess.Kind.FOLDER)
                .isPresent();
    }

    /** All paths at which it changes something. */
    List<String> paths() {
        List<String> paths = new ArrayList<>(removals);
        puts.forEach(put -> paths.add(put.path()));
        paths.addAll(newFolders);
        oldFolders.forEach(folder -> paths.add(folder.path()));
        return paths;
    }

    /** The folders whose lists of names the update changes, innermost first. */
    public Collection<String> touchedFolders(FollowedLinks links) {
        TreeSet<String> folders = new TreeSet<>();
        paths().forEach(path -> folders.add(links.folderOf(path)));
        return folders.descendingSet();
    }
}
