package parley.apply;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import parley.message.FileEntry;

/**
 * Everything that an update will do to the destination, decided before anything is done, so that it can be undone from
 * the plan and the back-up alone.
 *
 * @param puts files that will be written
 * @param removals files that will be gone
 * @param newFolders folders that do not exist yet, outermost first
 * @param oldFolders folders that go if the removals leave them empty, innermost first
 */
record Plan(Target target, List<Put> puts, List<String> removals, List<String> newFolders, List<OldFolder> oldFolders) {

    /** A file to write; {@code replaces} if a file stands there now. */
    record Put(String path, FileEntry file, boolean replaces) {}

    /** A folder to tidy away, and the mode that it has. */
    record OldFolder(String path, int mode) {}

    Plan {
        puts = List.copyOf(puts);
        removals = List.copyOf(removals);
        newFolders = List.copyOf(newFolders);
        oldFolders = List.copyOf(oldFolders);
    }

    /** What a person is told once it has been done. */
    String done(List<String> leftAlone) {
        int written = puts.size();
        String done = written + (written == 1 ? " file" : " files") + " written, " + removals.size() + " removed";
        return leftAlone.isEmpty()
                ? done
                : done + "; left alone because Parley did not write them: " + String.join(", ", leftAlone);
    }

    /** The files that a back-up has to hold. */
    List<String> replacedOrRemoved() {
        List<String> paths = new ArrayList<>(removals);
        puts.stream().filter(Put::replaces).map(Put::path).forEach(paths::add);
        return paths;
    }

    /** The folders whose lists of names the update changes, innermost first. */
    Collection<String> touchedFolders() {
        TreeSet<String> folders = new TreeSet<>();
        puts.forEach(put -> folders.add(Layout.parent(put.path())));
        removals.forEach(path -> folders.add(Layout.parent(path)));
        newFolders.forEach(path -> folders.add(Layout.parent(path)));
        oldFolders.forEach(folder -> folders.add(Layout.parent(folder.path())));
        return folders.descendingSet();
    }
}
