package parley.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import parley.apply.internal.backup.BackUpRetention;
import parley.apply.internal.backup.KeptBackups;
import parley.apply.internal.command.Hooks;
import parley.apply.internal.destination.Destination;
import parley.apply.internal.destination.InPlaceFiles;
import parley.apply.internal.destination.PathPolicy;
import parley.apply.internal.destination.UninterruptedCall;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FailureConversion;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Tree;
import parley.apply.internal.journal.ApplyRun;
import parley.apply.internal.journal.Recovery;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Plan.Put;
import parley.apply.internal.plan.PlannedLinks;
import parley.apply.internal.plan.Planner;
import parley.apply.internal.review.SeenFiles;
import parley.apply.internal.state.State;
import parley.apply.internal.state.StateFile;
import parley.apply.internal.state.UpdateTarget;
import parley.apply.internal.transfer.Downloads;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.UpdateFailedException;
import parley.message.Reason;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;

/**
 * The back-ups that updates left in a destination, and their restore. A restore is an update like any other:
 * completely or not at all, also when the process is killed or the power fails; replaced files become a back-up too.
 * Restored files count as changed by hand.
 *
 * <p>It brings back what an update replaced or removed; what that update added stays. Not thread-safe.
 */
public final class Backups implements AutoCloseable {
    private static final Applying NOBODY_CANCELS = new Applying() {
        @Override
        public void checking() {
            // there is no server to hear it
        }

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    private final Destination destination;
    private final BackUpRetention retention;
    private final OnLink onLink;
    private final SecureRandom random = new SecureRandom();

    private Backups(Destination destination, BackUpRetention retention, OnLink onLink) {
        this.destination = destination;
        this.retention = retention;
        this.onLink = onLink;
    }

    /** The back-ups of this folder. A link of this machine where a file would come back is refused. */
    public static Backups in(Path destination) {
        return in(destination, OnLink.REFUSE);
    }

    /**
     * The back-ups of this folder.
     *
     * @param links what to do with symbolic links of this machine where a file would come back: files behind links
     *     come back to where the links lead with {@link OnLink#FOLLOW} only
     */
    public static Backups in(Path destination, OnLink links) {
        return in(destination, links, new BackUpRetention(Clock.systemUTC(), BackUpLimits.STANDARD), files -> files);
    }

    /**
     * The same, but overwrites single mounted files where they are, which is not atomic; otherwise they are refused.
     */
    public static Backups inPlace(Path destination, OnLink links) {
        return in(destination, links, new BackUpRetention(Clock.systemUTC(), BackUpLimits.STANDARD), InPlaceFiles::new);
    }

    static Backups in(Path destination, BackUpRetention retention, UnaryOperator<FileAccess> through) {
        return in(destination, OnLink.REFUSE, retention, through);
    }

    private static Backups in(
            Path destination, OnLink links, BackUpRetention retention, UnaryOperator<FileAccess> through) {
        return new Backups(new Destination(destination, through, Destination.Following.of(links)), retention, links);
    }

    /** The back-ups, newest first. Does not wait for an update that is running. */
    public List<BackUp> list() throws UpdateFailedException {
        return FailureConversion.call(() -> {
            Optional<FileAccess> files = destination.peek();
            return files.isEmpty() ? List.of() : KeptBackups.list(files.get());
        });
    }

    /**
     * The files that somebody changed since the back-up was made: a restore would replace or remove them, and their
     * content is neither from Parley, nor from an earlier restore, nor that of the back-up. In the order of their
     * paths.
     *
     * @throws NoSuchElementException if there is no such back-up
     */
    public List<String> changedSince(String id) throws UpdateFailedException {
        return FailureConversion.call(() -> {
            BackUp backUp = find(id);
            FileAccess files = destination.peek().orElseThrow();
            return changedSince(files, backUp, new StateFile(files).load());
        });
    }

    /**
     * Brings back the newest back-up.
     *
     * @throws NoSuchElementException if there is none
     * @throws UpdateFailedException as with {@link #restore}
     */
    public Applied restoreLatest() throws UpdateFailedException {
        List<BackUp> all = list();
        if (all.isEmpty()) {
            throw new NoSuchElementException("there is no back-up in " + destination.path());
        }
        return restore(all.get(0).id());
    }

    /**
     * Brings back the files of a back-up, as they were.
     *
     * @return succeeded, failed (nothing was changed) or rolled back (all is as it was before)
     * @throws NoSuchElementException if there is no such back-up
     * @throws UpdateFailedException CONFLICT if a file was {@linkplain #changedSince changed since}, another update
     *     has the folder, or the last one still waits for its confirmation; INTEGRITY if the back-up is damaged; for
     *     every reason: nothing was changed
     */
    public Applied restore(String id) throws UpdateFailedException {
        return restore(id, false);
    }

    /**
     *  As {@link #restore}, but also restores files that were changed since; their present content goes into a back-up
     *  of its own.
     */
    public Applied restoreOverChanges(String id) throws UpdateFailedException {
        return restore(id, true);
    }

    private BackUp find(String id) throws UpdateFailedException {
        return list().stream()
                .filter(b -> b.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new NoSuchElementException("there is no back-up " + id + " in " + destination.path()));
    }

    private Applied restore(String id, boolean overChanges) throws UpdateFailedException {
        BackUp backUp = find(id);
        return UninterruptedCall.call(stopping -> FailureConversion.call(() -> {
            FileAccess files = destination.take();
            if (!overChanges) {
                refuseIfChanged(files, backUp);
            }
            return restore(files, destination.path(), retention, onLink, backUp, stopping, random);
        }));
    }

    private void refuseIfChanged(FileAccess files, BackUp backUp) throws IOException, ApplyFailure {
        Recovery.recover(files, retention);
        List<String> changed = changedSince(files, backUp, new StateFile(files).load());
        if (!changed.isEmpty()) {
            throw new ApplyFailure(
                    Reason.CONFLICT,
                    "changed since the back-up was made, and not by Parley: " + String.join(", ", changed)
                            + "; nothing was restored");
        }
    }

    private static List<String> changedSince(FileAccess files, BackUp backUp, State state)
            throws IOException, ApplyFailure {
        rememberLinks(files, backUp, state);
        Map<String, FileEntry> present = SeenFiles.of(files, backUp.files().keySet(), path -> true);
        List<BackUp> since = KeptBackups.list(files).stream()
                .filter(b -> Integer.parseInt(b.id()) >= Integer.parseInt(backUp.id()))
                .toList();
        return backUp.files().entrySet().stream()
                .filter(file -> !known(file.getKey(), file.getValue(), present, state, since))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A restored link replaces a link, never its target. */
    private static void rememberLinks(FileAccess files, BackUp backUp, State state) {
        List<Change> comingBack = backUp.files().entrySet().stream()
                .map(file -> Change.add(file.getKey(), file.getValue()))
                .toList();
        files.links().remember(PlannedLinks.bundlesOwn(state, comingBack), state.followed());
    }

    private static boolean known(
            String path, FileEntry saved, Map<String, FileEntry> present, State state, List<BackUp> since) {
        FileEntry now = present.get(path);
        return saved.equals(now)
                || Objects.equals(now, state.managed().get(path))
                || since.stream()
                        .filter(b -> b.files().containsKey(path))
                        .anyMatch(b -> Objects.equals(now, b.left().get(path)));
    }

    static Applied restore(
            FileAccess files,
            Path destination,
            BackUpRetention retention,
            OnLink onLink,
            BackUp backUp,
            BooleanSupplier stopping,
            RandomGenerator random)
            throws IOException, ApplyFailure, UpdateFailedException {
        if (Recovery.recover(files, retention).end() == Recovery.End.UNCONFIRMED) {
            throw new ApplyFailure(Reason.CONFLICT, "the last update here still waits for its confirmation");
        }
        State state = new StateFile(files).load();
        Plan plan = plan(files, onLink, backUp, state);
        fetch(files, backUp, plan);
        Hooks none = new Hooks(destination, Optional.empty(), Optional.empty());
        return new ApplyRun(files, none, retention, plan, state)
                .go(
                        state,
                        Optional.empty(),
                        plan.written() + " restored" + plan.doneInPlace(),
                        NOBODY_CANCELS,
                        stopping,
                        random);
    }

    private static Plan plan(FileAccess files, OnLink onLink, BackUp backUp, State state)
            throws IOException, ApplyFailure {
        rememberLinks(files, backUp, state);
        var present = SeenFiles.of(files, backUp.files().keySet());
        List<Change> changes = new ArrayList<>();
        backUp.files()
                .forEach((path, file) ->
                        changes.add(present.containsKey(path) ? Change.replace(path, file) : Change.add(path, file)));
        backUp.files().keySet().forEach(path -> state.managed().keySet().stream()
                .filter(inside -> inside.startsWith(path + "/"))
                .forEach(inside -> changes.add(Change.remove(inside)))); // a folder took the place of a link
        UpdateTarget target = new UpdateTarget(backUp.origin(), "restore " + backUp.id(), 0);
        return new Planner(files, PathPolicy.ofThisPlatform(), state, present)
                .links(onLink)
                .plan(target, changes);
    }

    /** Puts the contents where a download would have put them. */
    private static void fetch(FileAccess files, BackUp backUp, Plan plan) throws IOException, ApplyFailure {
        Downloads downloads = new Downloads(files);
        Tree tree = new Tree(files);
        Set<Digest> fetched = new HashSet<>();
        for (Put put : plan.puts()) {
            FileEntry file = put.file();
            if (file.size() > 0 && fetched.add(file.sha256())) {
                tree.delete(Downloads.path(file.sha256()));
                String saved = KeptBackups.saved(backUp, put.path());
                if (file.isLink()) {
                    downloads.takeText(files.readLink(saved), file.sha256());
                } else {
                    downloads.takeFrom(saved, file.sha256());
                }
                if (downloads.have(file.sha256(), file.size()) != file.size()) {
                    throw new ApplyFailure(
                            Reason.INTEGRITY, "the back-up of \"" + put.path() + "\" is damaged; nothing was changed");
                }
            }
        }
        if (!fetched.isEmpty()) {
            downloads.sync();
        }
    }

    /** Releases the folder. */
    @Override
    public void close() throws IOException {
        destination.close();
    }
}
