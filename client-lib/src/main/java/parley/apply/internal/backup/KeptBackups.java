package parley.apply.internal.backup;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.apply.BackUp;
import parley.apply.internal.disk.Entries;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Tree;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Plan.Put;
import parley.message.bundle.FileEntry;

/**
 * The back-ups of earlier updates, at {@code .parley/kept/<number>}. One rename moves the back-up of an update there
 * once the update is committed, so it is there completely or not at all.
 */
public final class KeptBackups {
    private final FileAccess files;
    private final Tree tree;
    private final BackUpRetention retention;

    public KeptBackups(FileAccess files, BackUpRetention retention) {
        this.files = files;
        this.tree = new Tree(files);
        this.retention = retention;
    }

    /** Writes the index of the present back-up; durable on return. */
    public void describe(Plan plan) throws IOException {
        List<String> paths = plan.replacedOrRemoved();
        if (paths.isEmpty() || retention.limits().count() == 0) {
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
        Instant now = retention.clock().instant();
        BackUpIndex.write(
                files, Layout.BACKUP, new BackUp("", now, plan.target().origin(), saved, left));
        files.syncFolder(Layout.BACKUP);
    }

    /** Keeps the present back-up, if it has been described; may be repeated. */
    public void keep() throws IOException {
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

    /** Deletes back-ups beyond the limits, and the rest of an interrupted deletion. */
    public void prune() throws IOException {
        Instant oldest = retention.clock().instant().minus(retention.limits().age());
        long bytes = 0;
        int count = 0;
        for (int number : numbers(files)) {
            Optional<BackUp> backUp = BackUpIndex.read(files, folder(number));
            bytes += backUp.map(BackUp::bytes).orElse(0L);
            boolean within = count == 0
                    || count < retention.limits().count()
                            && bytes <= retention.limits().bytes()
                            && backUp.filter(b -> b.made().isAfter(oldest)).isPresent();
            if (backUp.isPresent() && within && retention.limits().count() > 0) {
                count++;
            } else {
                delete(number);
            }
        }
    }

    /** Deletes the index first and durably, so that the rest is no longer a back-up. */
    private void delete(int number) throws IOException {
        String folder = folder(number);
        tree.delete(Layout.child(folder, Layout.INDEX));
        files.syncFolder(folder);
        tree.delete(folder);
    }

    /** The back-ups, newest first. */
    public List<BackUp> list() throws IOException {
        return list(files);
    }

    public static List<BackUp> list(FileAccess files) throws IOException {
        List<BackUp> all = new ArrayList<>();
        for (int number : numbers(files)) {
            BackUpIndex.read(files, folder(number)).ifPresent(all::add);
        }
        return all;
    }

    /** Where the back-up has this file. */
    public static String saved(BackUp backUp, String path) {
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
