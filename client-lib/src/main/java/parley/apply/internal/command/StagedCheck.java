package parley.apply.internal.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.FileAccess.Kind;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Tree;
import parley.apply.internal.journal.Update;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Plan.Put;
import parley.apply.internal.state.UpdateTarget;
import parley.apply.internal.transfer.BundleLinks;
import parley.apply.internal.transfer.Downloads;
import parley.message.bundle.BundlePath;

/**
 * Shows the check command the destination as it will be, in the staging area: the new files and all others that stay.
 * Nothing of it is used later; {@link Update#stage} begins again.
 *
 * <p>Small files that stay are copied. Larger ones, and those beyond the first megabytes, are hard links of the same
 * files if the disk allows it, so that other files in the folder do not make a check slower (docs/decisions/0074).
 */
public final class StagedCheck {
    /** Larger files are not copied, */
    private static final long MOST_COPIED_OF_ONE = 64 * 1024;
    /** and nothing more is copied after so many bytes in all. */
    private static final long MOST_COPIED = 64L * 1024 * 1024;

    private final FileAccess files;
    private final Tree tree;
    private final Hooks hooks;
    private long copied;

    public StagedCheck(FileAccess files, Hooks hooks) {
        this.files = files;
        this.tree = new Tree(files);
        this.hooks = hooks;
    }

    /**
     * Runs the check command on the staged folder.
     *
     * @throws ApplyFailure CHECK_FAILED
     */
    public void check(Plan plan) throws IOException, ApplyFailure {
        tree.delete(Layout.STAGED);
        tree.makeFolder(Layout.STAGED, Layout.PRIVATE);
        try {
            Set<String> gone = new HashSet<>(plan.removals());
            for (Put put : plan.puts()) {
                gone.add(put.path());
                copyPut(put, plan.target());
            }
            for (String folder : plan.newFolders()) {
                gone.add(folder);
                tree.makeParents(Layout.staged(Layout.child(folder, "any")));
            }
            showOthers("", gone);
            Path staged = hooks.destination().resolve(Layout.STAGED);
            hooks.check(plan.target(), staged, () -> false);
        } finally {
            tree.delete(Layout.STAGED);
        }
    }

    private void copyPut(Put put, UpdateTarget target) throws IOException, ApplyFailure {
        String path = Layout.staged(put.path());
        tree.makeParents(path);
        if (put.file().isLink()) {
            files.makeLink(path, new BundleLinks(files).target(put, target));
        } else if (put.file().size() == 0) {
            files.create(path).close();
        } else {
            tree.copy(
                    Downloads.path(put.file().sha256()), path, put.file().mode().bits());
        }
    }

    private void showOthers(String folder, Set<String> gone) throws IOException {
        for (String name : names(folder)) {
            String path = Layout.child(folder, name);
            if (path.equals(Layout.FOLDER) || gone.contains(path) || !canBeInABundle(path)) {
                continue;
            }
            Optional<Found> there = files.look(path);
            if (there.isPresent() && there.get().kind() == Kind.FOLDER) {
                showOthers(path, gone);
            } else if (there.isPresent() && there.get().kind() == Kind.LINK) {
                tree.makeParents(Layout.staged(path));
                files.makeLink(Layout.staged(path), files.readLink(path));
            } else if (there.isPresent() && there.get().kind() == Kind.FILE) {
                show(path, there.get());
            }
        }
    }

    private void show(String path, Found file) throws IOException {
        String staged = Layout.staged(path);
        tree.makeParents(staged);
        boolean small = file.size() <= MOST_COPIED_OF_ONE && copied + file.size() <= MOST_COPIED;
        if (!small && files.link(path, staged)) {
            return;
        }
        try {
            tree.copyForALook(path, staged, file.mode());
            copied += file.size();
        } catch (AccessDeniedException | NoSuchFileException unreadable) {
            return; // the check may not read it in the destination either
        }
    }

    private List<String> names(String folder) throws IOException {
        try {
            return files.list(folder);
        } catch (AccessDeniedException | NoSuchFileException unreadable) {
            return List.of();
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
