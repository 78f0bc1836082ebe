package parley.apply;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.apply.FileAccess.Found;
import parley.apply.Plan.Put;
import parley.message.bundle.FileEntry;

/**
 * The back-ups of earlier updates, at {@code .parley/kept/<number>}. The back-up of an update gets there by one rename
 * once the update is committed, so it is there as a whole or not at all.
 */
final class KeptBackups {
    private final FileAccess files;
    private final Tree tree;
    private final Keeping keeping;

    KeptBackups(FileAccess files, Keeping keeping) {
        this.files = files;
        this.tree = new Tree(files);
        this.keeping = keeping;
    }

    /** Writes down what the present back-up holds; durable on return. */
    void describe(Plan plan) throws IOException {
        List<String> paths = plan.replacedOrRemoved();
        if (paths.isEmpty() || keeping.limits().count() == 0) {
            return;
        }
        SortedMap<String, FileEntry> saved = new TreeMap<>();
        SortedMap<String, FileEntry> left = new TreeMap<>();
        plan.puts().stream().filter(Put::replaces).forEach(put -> left.put(put.path(), put.file()));
        plan.removals().stream()
                .filter(plan.newFolders()::contains)
                .forEach(path -> left.put(path, FileEntry.folder()));
        for (String path : paths) {
            String copy = Layout.backup(path);
            Found found = Entries.fileOrLink(files, copy).orElseThrow(() -> new NoSuchFileException(copy));
            saved.put(path, Entries.of(files, copy, found));
        }
        Instant now = keeping.clock().instant();
        BackUpIndex.write(
                files, Layout.BACKUP, new BackUp("", now, plan.target().origin(), saved, left));
        files.syncFolder(Layout.BACKUP);
    }

    /** Keeps the present back-up, if it has been described; may be repeated. */
    void keep() throws IOException {
        if (files.look(Layout.child(Layout.BACKUP, Layout.INDEX)).isEmpty()) {
            return;
        }
        tree.makeFolder(Layout.KEPT, Layout.PRIVATE);
        files.syncFolder(Layout.FOLDER); // else what is moved in could be lost with the folder
        int number = numbers(files).stream().findFirst().orElse(0) + 1;
        files.move(Layout.BACKUP, folder(number));
        files.syncFolder(Layout.KEPT);
        files.syncFolder(Layout.FOLDER);
    }

    /** Deletes what is beyond the limits, and what an interrupted deletion left. */
    void prune() throws IOException {
        Instant oldest = keeping.clock().instant().minus(keeping.limits().age());
        long bytes = 0;
        int count = 0;
        for (int number : numbers(files)) {
            Optional<BackUp> backUp = BackUpIndex.read(files, folder(number));
            bytes += backUp.map(BackUp::bytes).orElse(0L);
            boolean within = count == 0
                    || count < keeping.limits().count()
                            && bytes <= keeping.limits().bytes()
                            && backUp.filter(b -> b.made().isAfter(oldest)).isPresent();
            if (backUp.isPresent() && within && keeping.limits().count() > 0) {
                count++;
            } else {
                delete(number);
            }
        }
    }

    /** The index goes first and for good, so that what is left is no back-up any more. */
    private void delete(int number) throws IOException {
        String folder = folder(number);
        tree.delete(Layout.child(folder, Layout.INDEX));
        files.syncFolder(folder);
        tree.delete(folder);
    }

    /** The back-ups, newest first. */
    List<BackUp> list() throws IOException {
        return list(files);
    }

    static List<BackUp> list(FileAccess files) throws IOException {
        List<BackUp> all = new ArrayList<>();
        for (int number : numbers(files)) {
            BackUpIndex.read(files, folder(number)).ifPresent(all::add);
        }
        return all;
    }

    /** Where the back-up has this file. */
    static String saved(BackUp backUp, String path) {
        return Layout.saved(Layout.child(Layout.KEPT, backUp.id()), path);
    }

    private static List<Integer> numbers(FileAccess files) throws IOException {
        if (files.look(Layout.KEPT).isEmpty()) {
            return List.of();
        }
        return files.list(Layout.KEPT).stream()
                .filter(name -> name.matches("[1-9][0-9]{0,8}"))
                .map(Integer::valueOf)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static String folder(int number) {
        return Layout.child(Layout.KEPT, Integer.toString(number));
    }
}
