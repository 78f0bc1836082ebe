package parley.apply.internal.journal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.Entries;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.FileAccess.Kind;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Tree;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Plan.OldFolder;
import parley.apply.internal.plan.Plan.Put;
import parley.message.Reason;

/**
 * Swaps the files and links of a plan, and restores them. Every new one gets its name by a rename, so no program ever
 * sees half of one. {@link #back} can start from any point of {@link #forward} or of an earlier {@link #back}.
 */
final class Swap {
    private final FileAccess files;
    private final Tree tree;
    private final Plan plan;
    /** Paths at which there may be a link before or after the swap; nothing is looked up below them. */
    private final Set<String> noFolders;

    Swap(FileAccess files, Plan plan) {
        this.files = files;
        this.tree = new Tree(files);
        this.plan = plan;
        this.noFolders = new HashSet<>(plan.removals());
        plan.puts().stream().filter(put -> put.file().isLink()).forEach(put -> noFolders.add(put.path()));
    }

    /**
     *  Hard-links every file that will be replaced or removed into the back-up, or copies it there; durable on return.
     */
    void backUp() throws IOException, ApplyFailure {
        List<String> copies = new ArrayList<>();
        for (String path : plan.replacedOrRemoved()) {
            Found found = Entries.fileOrLink(files, path).orElseThrow(() -> conflict(path));
            String backup = Layout.backup(path);
            tree.makeParents(backup);
            if (found.kind() == Kind.LINK) {
                files.makeLink(backup, files.readLink(path));
                files.takeOwner(backup, path);
            } else if (!files.link(path, backup)) {
                tree.copy(path, backup, found.mode(), Optional.of(path));
            }
            copies.add(backup);
        }
        tree.syncParents(copies, Layout.FOLDER);
    }

    /** Removes, then writes; durable on return. */
    void forward() throws IOException, ApplyFailure {
        for (String path : plan.removals()) {
            files.links().check(path);
            checkUntouched(path);
            files.delete(path);
        }
        for (OldFolder folder : plan.oldFolders()) {
            files.links().check(folder.path());
            tree.deleteFolderIfEmpty(folder.path());
        }
        for (String folder : plan.newFolders()) {
            files.links().check(folder);
            tree.makeFolder(folder, Layout.PUBLIC);
            files.takeOwner(folder, Layout.parent(folder));
        }
        for (Put put : overwrittenLast()) {
            files.links().check(put.path());
            if (put.replaces()) {
                checkUntouched(put.path());
            } else if (files.look(put.path()).isPresent()) {
                throw conflict(put.path());
            }
            if (mountHasChanged(put.path())) {
                throw conflict(put.path());
            }
            files.move(Layout.staged(put.path()), put.path());
        }
        syncTouched();
    }

    /** Overwrites come last, because they are not atomic: everything else has succeeded by then. */
    private List<Put> overwrittenLast() {
        List<Put> order = new ArrayList<>();
        List<Put> last = new ArrayList<>();
        for (Put put : plan.puts()) {
            (plan.inPlace().contains(put.path()) ? last : order).add(put);
        }
        order.addAll(last);
        return order;
    }

    /**
     * Restores what was there before; durable on return. A file that cannot be restored does not block the others; the
     * first such failure is thrown at the end.
     */
    void back() throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (Put put : plan.puts()) {
            attempt(failures, () -> withdraw(put));
        }
        for (String folder : reversed(plan.newFolders())) {
            attempt(failures, () -> {
                if (look(folder).isPresent()) {
                    tree.deleteFolderIfEmpty(folder);
                }
            });
        }
        for (OldFolder folder : reversed(plan.oldFolders())) {
            attempt(failures, () -> {
                tree.makeFolder(folder.path(), folder.mode());
                files.takeOwner(folder.path(), Layout.parent(folder.path()));
                files.syncFolder(Layout.parent(folder.path())); // else the files moved in could be lost with it
            });
        }
        for (String path : plan.replacedOrRemoved()) {
            attempt(failures, () -> bringBack(path));
        }
        attempt(failures, this::syncTouched);
        if (!failures.isEmpty()) {
            IOException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }

    private Optional<Found> look(String path) throws IOException {
        return Entries.look(files, path, noFolders);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(List<IOException> failures, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            failures.add(e);
        }
    }

    private void withdraw(Put put) throws IOException {
        if (!put.replaces() && wasWritten(put)) {
            files.delete(put.path());
        }
    }

    /**
     *  A file that is still, or again, in place stays: it may be open elsewhere, and then Windows refuses to replace
     *  it.
     */
    private void bringBack(String path) throws IOException {
        Optional<Found> kept = files.look(Layout.backup(path));
        if (kept.isPresent() && mountHasChanged(path)) {
            throw new FileSystemException(
                    path,
                    null,
                    "a file was mounted there or is no longer mounted; the old content is kept in .parley/backup");
        }
        if (kept.isPresent() && !isSame(path, kept.get())) {
            files.move(Layout.backup(path), path);
        }
    }

    /** Only the paths of the plan are overwritten, and nothing is moved onto them. */
    private boolean mountHasChanged(String path) throws IOException {
        return plan.inPlace().contains(path) != files.isOverwritten(path);
    }

    private boolean isSame(String path, Found kept) throws IOException {
        Optional<Found> now = files.look(path).filter(f -> f.kind() == kept.kind());
        if (now.isEmpty()) {
            return false;
        }
        boolean linked =
                kept.identity().isPresent() && kept.identity().equals(now.get().identity());
        return linked
                || now.get().size() == kept.size()
                        && now.get().mode() == kept.mode()
                        && hasContentOf(path, now.get(), kept);
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    /** A file is ours if it is no longer in the staging area and is at its path as it was staged. */
    private boolean wasWritten(Put put) throws IOException {
        Optional<Found> now = look(put.path()).filter(f -> f.kind() == Kind.FILE || f.kind() == Kind.LINK);
        return files.look(Layout.staged(put.path())).isEmpty()
                && now.isPresent()
                && Entries.sameContent(Entries.of(files, put.path(), now.get()), put.file());
    }

    private void checkUntouched(String path) throws IOException, ApplyFailure {
        Optional<Found> now = files.look(path);
        Optional<Found> kept = files.look(Layout.backup(path));
        if (now.isEmpty() || kept.isEmpty() || now.get().kind() != kept.get().kind()) {
            throw conflict(path);
        }
        boolean linked = now.get().identity().isPresent()
                && now.get().identity().equals(kept.get().identity());
        if (!linked && !hasContentOf(path, now.get(), kept.get())) {
            throw conflict(path);
        }
    }

    private boolean hasContentOf(String path, Found now, Found kept) throws IOException {
        return Entries.sameContent(Entries.of(files, path, now), Entries.of(files, Layout.backup(path), kept));
    }

    private void syncTouched() throws IOException {
        for (String path : plan.inPlace()) {
            files.settle(path);
        }
        for (String folder : plan.touchedFolders(files.links())) {
            if (folder.isEmpty()
                    || look(folder).filter(f -> f.kind() == Kind.FOLDER).isPresent()) {
                files.syncFolder(folder);
            }
        }
    }

    private static ApplyFailure conflict(String path) {
        return new ApplyFailure(Reason.CONFLICT, "\"" + path + "\" was changed by someone else during the update");
    }
}
