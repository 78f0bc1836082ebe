package parley.apply.internal.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import parley.apply.internal.backup.BackUpRetention;
import parley.apply.internal.backup.KeptBackups;
import parley.apply.internal.destination.Leftovers;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Sha256;
import parley.apply.internal.disk.Tree;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Plan.Put;
import parley.apply.internal.state.State;
import parley.apply.internal.state.StateFile;
import parley.apply.internal.transfer.BundleLinks;
import parley.apply.internal.transfer.Downloads;
import parley.message.Reason;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;

/**
 * One update of a destination, phase by phase, each durable in the journal before the next begins. Whatever stops it,
 * {@link Recovery} finds the journal and restores the old or completes the new state. Not thread-safe.
 */
public final class Update implements AutoCloseable {
    private static final String DESTINATION = "";

    private final FileAccess files;
    private final Tree tree;
    private final Plan plan;
    private final Swap swap;
    private final Journal journal;
    private final KeptBackups kept;
    private final List<IOException> failedNotes = new ArrayList<>();
    private boolean committing;

    private Update(FileAccess files, Plan plan, Journal journal, BackUpRetention retention) {
        this.files = files;
        this.tree = new Tree(files);
        this.plan = plan;
        this.swap = new Swap(files, plan);
        this.journal = journal;
        this.kept = new KeptBackups(files, retention);
    }

    /** Begins an update; a destination has at most one (because of the lock) and no old journal. */
    public static Update begin(FileAccess files, Plan plan, BackUpRetention retention, RandomGenerator random)
            throws IOException {
        new Tree(files).makeFolder(Layout.FOLDER, Layout.PRIVATE);
        files.syncFolder("");
        return new Update(files, plan, Journal.start(files, plan, random), retention);
    }

    /** Goes on with an update that was interrupted. */
    public static Update resume(FileAccess files, JournalText.Story story, BackUpRetention retention)
            throws IOException {
        return new Update(files, story.plan(), Journal.resume(files, story), retention);
    }

    Plan plan() {
        return plan;
    }

    /**
     * Puts every new file, verified and with its mode, and every new link at its path below the staging area.
     *
     * @throws ApplyFailure INTEGRITY, or PATH_REFUSED for a link that would lead out; nothing outside .parley has been
     *     touched
     */
    public void stage() throws IOException, ApplyFailure {
        Map<Digest, Integer> uses = new HashMap<>();
        plan.puts().forEach(put -> uses.merge(put.file().sha256(), 1, Integer::sum));
        Set<Digest> linked = plan.puts().stream()
                .filter(put -> put.file().isLink())
                .map(put -> put.file().sha256())
                .collect(Collectors.toSet());
        List<String> staged = new ArrayList<>();
        for (Put put : plan.puts()) {
            String path = Layout.staged(put.path());
            tree.makeParents(path);
            boolean lastUse = uses.merge(put.file().sha256(), -1, Integer::sum) == 0;
            String like = put.replaces() ? put.path() : DESTINATION;
            if (put.file().isLink()) {
                String target = new BundleLinks(files).target(put, plan.target());
                files.makeLink(path, target);
                files.takeOwner(path, like);
            } else {
                stageOne(
                        put.file(), path, lastUse && !linked.contains(put.file().sha256()), like);
            }
            staged.add(path);
        }
        tree.syncParents(staged, Layout.FOLDER);
        journal.reached(Phase.STAGED);
    }

    /** @param like whose owner and group the file gets, where this user may give them */
    private void stageOne(FileEntry file, String path, boolean lastUse, String like) throws IOException, ApplyFailure {
        String download = Downloads.path(file.sha256());
        int mode = file.mode().bits();
        if (file.size() == 0) {
            try (FileAccess.Sink sink = files.create(path)) {
                files.takeOwner(path, like);
                files.setMode(path, mode);
                sink.sync();
            }
        } else if (lastUse) {
            check(file, Sha256.of(files, download), path);
            try (FileAccess.Sink sink = files.append(download)) {
                files.takeOwner(download, like);
                files.setMode(download, mode);
                sink.sync();
            }
            files.move(download, path);
        } else {
            check(file, tree.copy(download, path, mode, Optional.of(like)), path);
        }
    }

    private static void check(FileEntry file, Sha256.Sum sum, String path) throws ApplyFailure {
        if (!sum.sha256().equals(file.sha256()) || sum.size() != file.size()) {
            throw new ApplyFailure(
                    Reason.INTEGRITY, "the content for \"" + path + "\" is not what was agreed: " + sum.sha256());
        }
    }

    public void backUp() throws IOException, ApplyFailure {
        swap.backUp();
        kept.describe(plan);
        journal.reached(Phase.BACKED_UP);
    }

    public void swap() throws IOException, ApplyFailure {
        swap.forward();
        journal.reached(Phase.SWAPPED);
    }

    /** Notes that the run command is about to be started. */
    public void running() throws IOException {
        journal.reached(Phase.RUN);
    }

    /** Leaves the update open until it is confirmed; everything that its commit needs is durable on return. */
    public void hold(State next, Deadline deadline) throws IOException {
        new StateFile(files).prepare(next);
        journal.confirming(deadline);
    }

    /** Makes an update final that {@link #hold} left open, as {@link #commit} does. */
    public void commitHeld() throws IOException {
        committing = true;
        journal.reached(Phase.COMMITTED);
    }

    /** Makes the update final; after the return of this method it stays, whatever happens. */
    public void commit(State next) throws IOException {
        new StateFile(files).prepare(next);
        commitHeld();
    }

    /** Keeps the back-up and cleans up after {@link #commit}; may be repeated. */
    public void finish() throws IOException {
        new StateFile(files).publish();
        kept.keep();
        kept.prune();
        close();
        new Leftovers(files).delete(false);
    }

    /** Restores the old files; durable on return. May be repeated. */
    public void rollBack() throws IOException {
        try {
            journal.reached(Phase.RESTORING);
        } catch (IOException e) {
            if (committing) {
                throw e; // the journal may say by now that the update stands
            }
            failedNotes.add(e);
        }
        swap.back();
        try {
            journal.reached(Phase.RESTORED);
        } catch (IOException e) {
            failedNotes.add(e); // bringing back can be repeated
        }
    }

    /** Ends an update that has not changed the destination, or has been rolled back. Frees space first. */
    public void drop(State next, boolean keepDownloads) throws IOException {
        tree.delete(Layout.STAGED);
        new StateFile(files).save(next);
        close();
        new Leftovers(files).delete(keepDownloads);
    }

    /** Lines of the journal that could not be written and that a roll-back does not need. */
    List<IOException> failedNotes() {
        return List.copyOf(failedNotes);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
