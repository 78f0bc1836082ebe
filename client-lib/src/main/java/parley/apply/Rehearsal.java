package parley.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import parley.apply.FileAccess.Kind;
import parley.apply.Plan.Put;

/**
 * Shows the check command the destination as it will be, in the staging area: the new files and copies of all that stay.
 * Nothing of it is used later; {@link Update#stage} begins anew.
 */
final class Rehearsal {
    private final FileAccess files;
    private final Tree tree;
    private final Hooks hooks;

    Rehearsal(FileAccess files, Hooks hooks) {
        this.files = files;
        this.tree = new Tree(files);
        this.hooks = hooks;
    }

    /**
     * Runs the check command on the copy.
     *
     * @param present the files that are in the destination now
     * @throws ApplyFailure CHECK_FAILED
     */
    void check(Plan plan, Collection<String> present) throws IOException, ApplyFailure {
        tree.delete(Layout.STAGED);
        tree.makeFolder(Layout.STAGED, Layout.PRIVATE);
        try {
            Set<String> others = new HashSet<>(present);
            plan.removals().forEach(others::remove);
            for (Put put : plan.puts()) {
                others.remove(put.path());
                copyPut(put);
            }
            for (String path : others) {
                copyOther(path);
            }
            Path staged = hooks.destination().resolve(Layout.STAGED);
            hooks.check(plan.target(), staged, () -> false);
        } finally {
            tree.delete(Layout.STAGED);
        }
    }

    private void copyPut(Put put) throws IOException {
        String path = Layout.staged(put.path());
        tree.makeParents(path);
        if (put.file().size() == 0) {
            files.create(path).close();
        } else {
            tree.copy(
                    Downloads.path(put.file().sha256()), path, put.file().mode().bits());
        }
    }

    private void copyOther(String path) throws IOException {
        var found = files.look(path).filter(f -> f.kind() == Kind.FILE);
        if (found.isPresent()) {
            tree.makeParents(Layout.staged(path));
            tree.copy(path, Layout.staged(path), found.get().mode());
        }
    }
}
