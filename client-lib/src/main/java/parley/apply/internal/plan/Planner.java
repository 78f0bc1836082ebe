package parley.apply.internal.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import parley.apply.OnLink;
import parley.apply.internal.destination.MountedFiles;
import parley.apply.internal.destination.PathPolicy;
import parley.apply.internal.destination.Spelling;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.Entries;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.FileAccess.Kind;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.plan.Plan.OldFolder;
import parley.apply.internal.plan.Plan.Put;
import parley.apply.internal.state.State;
import parley.apply.internal.state.UpdateTarget;
import parley.message.Reason;
import parley.message.bundle.Action;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
import parley.message.platform.PlatformNames;

/**
 * Makes a {@link Plan} of an agreed list of changes, or says why it cannot. Only reads the destination.
 *
 * <p>Leaves out the removal of a file that Parley did not write there; {@link #leftAlone} names it.
 */
public final class Planner {
    private final FileAccess files;
    private final PathPolicy policy;
    private final State state;
    private final Map<String, FileEntry> inventory;
    private final Map<String, Put> puts = new TreeMap<>();
    private final Set<String> removals = new TreeSet<>();
    private final Set<String> newFolders = new TreeSet<>();
    private final Map<String, OldFolder> oldFolders = new TreeMap<>();
    private final Map<String, OldFolder> removedFolders = new TreeMap<>();
    private final Set<String> stayingFolders = new TreeSet<>();
    private final Set<String> foundFolders = new TreeSet<>();
    private final List<String> leftAlone = new ArrayList<>();
    private boolean reading = true;
    private final PlannedLinks followed;
    private OnLink onLink = OnLink.REFUSE;

    /** @param inventory what the changes are based on */
    public Planner(FileAccess files, PathPolicy policy, State state, Map<String, FileEntry> inventory) {
        this.files = files;
        this.policy = policy;
        this.state = state;
        this.inventory = inventory;
        this.followed = new PlannedLinks(files, state, inventory.keySet());
    }

    /** What happens to links of this machine; REFUSE by default. */
    public Planner links(OnLink policy) {
        onLink = policy;
        return this;
    }

    /**
     * The plan as {@link #plan} would make it now; for files with an unchanged size it uses the inventory and does not
     * read them again.
     */
    public Plan preview(UpdateTarget target, List<Change> changes) throws ApplyFailure, IOException {
        reading = false;
        return plan(target, changes);
    }

    public Plan plan(UpdateTarget target, List<Change> changes) throws ApplyFailure, IOException {
        checkPaths(changes);
        MountedFiles.check(files, changes);
        followed.find(changes);
        for (Change change : changes) {
            if (change.action() == Action.REMOVE) {
                planRemoval(change.path());
            }
        }
        for (Change change : changes) {
            if (change.file().isPresent()) {
                planPut(change.path(), change.file().get());
            }
        }
        planTidying();
        Plan plan = new Plan(
                target,
                new ArrayList<>(puts.values()),
                new ArrayList<>(removals),
                new ArrayList<>(newFolders),
                innermostFirst(oldFolders.values()));
        return followed.with(plan).writing(MountedFiles.overwritten(files, changes));
    }

    /** Files that the changes would remove, and that stay because Parley did not write them. */
    public List<String> leftAlone() {
        return List.copyOf(leftAlone);
    }

    /** Folders that were there already where the changes want an empty one, and that Parley did not make. */
    public Set<String> foundFolders() {
        return Set.copyOf(foundFolders);
    }

    private void checkPaths(List<Change> changes) throws ApplyFailure, IOException {
        Set<String> after = new TreeSet<>(state.managed().keySet());
        Set<String> seen = new HashSet<>();
        for (Change change : changes) {
            policy.check(change);
            if (!seen.add(change.path())) {
                throw refused(change.path(), "it is in the list twice");
            }
            if (change.action() == Action.REMOVE) {
                after.remove(change.path());
            } else {
                after.add(change.path());
            }
        }
        policy.checkTogether(after);
        checkCase(after);
    }

    /**
     * Linux has disks without upper and lower case too (FAT, an ext4 folder with casefold); Parley's own folder shows
     * it.
     */
    private void checkCase(Collection<String> paths) throws ApplyFailure, IOException {
        Optional<PlatformNames.Problem> pair = PathPolicy.caseOnly(paths);
        if (pair.isEmpty()) {
            return;
        }
        Optional<Object> own = files.look(Layout.FOLDER).flatMap(Found::identity);
        Optional<Object> shouted =
                files.look(Layout.FOLDER.toUpperCase(Locale.ROOT)).flatMap(Found::identity);
        if (own.isPresent() && own.equals(shouted)) {
            throw refused(
                    pair.get().path(),
                    "this disk ignores case, and the update has another path that differs only in case");
        }
    }

    /** If the disk treats two spellings as one name, a file with the other spelling is in the way. */
    private void checkSpelling(String path, Found found) throws ApplyFailure, IOException {
        String spelled = state.managed().containsKey(path) ? path : new Spelling(files).onDisk(path, found);
        if (!spelled.equals(path)) {
            throw ApplyFailure.inTheWay(path, "there is " + spelled + ", and the disk treats both as one name");
        }
    }

    /** A file of Parley that somebody replaced by a link or a folder belongs to that person now. */
    private void planRemoval(String path) throws ApplyFailure, IOException {
        if (isBelowALink(path)) {
            if (state.managed().containsKey(path)) {
                leftAlone.add(path + " (below a symbolic link)");
            }
            return;
        }
        Optional<Found> found = files.look(path);
        if (found.isEmpty()) {
            return;
        }
        checkParents(path);
        FileEntry managed = state.managed().get(path);
        Kind kind = found.get().kind();
        if (managed != null && managed.isFolder() && kind == Kind.FOLDER) {
            if (!followed.isLink(path) && !state.foundFolders().contains(path)) {
                removedFolders.put(path, new OldFolder(path, found.get().mode()));
            }
        } else if (managed != null && (kind == Kind.FILE || kind == Kind.LINK && managed.isLink())) {
            removals.add(path);
        } else {
            leftAlone.add(path + LeftAlone.kind(found.get()));
        }
    }

    private boolean isBelowALink(String path) throws IOException {
        for (String folder : Layout.parents(path)) {
            Optional<Found> found = files.look(folder);
            if (found.isEmpty() || found.get().kind() == Kind.LINK) {
                return found.isPresent();
            }
        }
        return false;
    }

    private void planPut(String path, FileEntry file) throws ApplyFailure, IOException {
        checkParents(path);
        Optional<Found> found = Entries.look(files, path, removals);
        if (found.isPresent()) {
            checkSpelling(path, found.get());
        }
        if (found.isPresent() && found.get().kind() == Kind.OTHER) {
            throw ApplyFailure.inTheWay(path, "a pipe, socket or device is in its place");
        }
        if (found.isPresent() && found.get().kind() == Kind.LINK && !file.isLink() && !isOurLink(path)) {
            refuseUnlessReplaced(path, path, "a symbolic link is there");
        }
        followed.checkKind(path, file, found);
        if (file.isFolder()) {
            planFolder(path, found);
        } else if (found.isEmpty()) {
            puts.put(path, new Put(path, file, false));
        } else if (found.get().kind() == Kind.FOLDER) {
            planInsteadOfFolder(path, path, found.get());
            puts.put(path, new Put(path, file, false));
        } else if (differs(path, file, found.get())) {
            puts.put(path, new Put(path, file, true));
        }
        for (String folder : Layout.parents(path)) {
            if (Entries.look(files, folder, removals)
                    .filter(f -> f.kind() == Kind.FOLDER)
                    .isEmpty()) {
                newFolders.add(folder);
            }
        }
    }

    private boolean isOurLink(String path) {
        FileEntry managed = state.managed().get(path);
        return managed != null && managed.isLink();
    }

    private void planFolder(String path, Optional<Found> found) throws ApplyFailure, IOException {
        if (found.isEmpty()) {
            newFolders.add(path);
        } else if (found.get().kind() != Kind.FOLDER) {
            if (differs(path, FileEntry.folder(), found.get())) {
                removals.add(path);
            }
            newFolders.add(path);
        } else {
            stayingFolders.add(path);
            boolean ours = state.managed().containsKey(path)
                    || state.managed().keySet().stream().anyMatch(other -> other.startsWith(path + "/"));
            if (!ours) {
                foundFolders.add(path);
            }
        }
    }

    /** Whether the file is the one that was read for the inventory, as far as that is visible without reading it. */
    private boolean isTrusted(FileEntry known, Found found) {
        return !reading
                && found.kind() == Kind.FILE
                && known.mode().kind() == Mode.Kind.FILE
                && known.size() == found.size();
    }

    /**
     * Whether the file or link that is there has to be replaced.
     *
     * @throws ApplyFailure CONFLICT if it is not what the changes are based on
     */
    private boolean differs(String path, FileEntry wanted, Found found) throws ApplyFailure, IOException {
        FileEntry known = inventory.get(path);
        FileEntry now = known != null && isTrusted(known, found)
                ? new FileEntry(known.sha256(), known.size(), new Mode(found.mode()))
                : Entries.of(files, path, found);
        if (now.equals(wanted)) {
            return false;
        }
        if (!Entries.sameContent(now, wanted) && (known == null || !Entries.sameContent(known, now))) {
            throw new ApplyFailure(Reason.CONFLICT, "\"" + path + "\" has changed since Parley looked at it");
        }
        return true;
    }

    /** A file or link may take the place of a folder if the removals empty it. */
    private void planInsteadOfFolder(String file, String folder, Found found) throws ApplyFailure, IOException {
        oldFolders.put(folder, new OldFolder(folder, found.mode()));
        for (String name : files.list(folder)) {
            String path = Layout.child(folder, name);
            Optional<Found> inside = files.look(path);
            if (inside.isPresent() && inside.get().kind() == Kind.FOLDER) {
                planInsteadOfFolder(file, path, inside.get());
            } else if (inside.isPresent() && !removals.contains(path)) {
                throw ApplyFailure.inTheWay(
                        file,
                        "there is a folder in its place, with " + path + " in it, which the update does not remove");
            }
        }
    }

    private void planTidying() throws IOException {
        Set<String> stay = new HashSet<>();
        puts.keySet().forEach(path -> stay.addAll(Layout.parents(path)));
        newFolders.forEach(path -> stay.addAll(Layout.parents(path)));
        for (String folder : stayingFolders) {
            stay.add(folder);
            stay.addAll(Layout.parents(folder));
        }
        removedFolders.keySet().removeAll(stay);
        oldFolders.putAll(removedFolders);
        List<String> gone = new ArrayList<>(removals);
        gone.addAll(removedFolders.keySet());
        for (String path : gone) {
            for (String folder : Layout.parents(path)) {
                Optional<Found> found = files.look(folder);
                if (found.isPresent() && !stay.contains(folder) && !followed.isLink(folder)) {
                    oldFolders.put(folder, new OldFolder(folder, found.get().mode()));
                }
            }
        }
    }

    private void checkParents(String path) throws ApplyFailure, IOException {
        for (String folder : Layout.parents(path)) {
            Optional<Found> found = files.look(folder);
            if (found.isEmpty() || removals.contains(folder)) {
                return;
            }
            if (found.get().kind() == Kind.LINK) {
                refuseUnlessReplaced(path, folder, "the folder " + folder + " is a symbolic link");
                removals.add(folder);
                return;
            }
            if (found.get().kind() != Kind.FOLDER) {
                throw ApplyFailure.inTheWay(
                        path,
                        (found.get().kind() == Kind.FILE ? "the file " : "the pipe, socket or device ") + folder
                                + " is where its folder would have to be");
            }
        }
    }

    private void refuseUnlessReplaced(String path, String link, String why) throws ApplyFailure, IOException {
        if (onLink != OnLink.REPLACE) {
            throw refused(
                    path,
                    why + " on this machine, which leads to " + files.readLink(link)
                            + "; --links follow changes what it leads to, --links replace puts the bundle's in "
                            + "its place"
                            + " and keeps the link in the back-up");
        }
    }

    private static List<OldFolder> innermostFirst(Collection<OldFolder> folders) {
        List<OldFolder> reversed = new ArrayList<>(folders);
        reversed.sort((a, b) -> b.path().compareTo(a.path()));
        return reversed;
    }

    private static ApplyFailure refused(String path, String why) {
        return new ApplyFailure(Reason.PATH_REFUSED, "the path \"" + path + "\" is refused: " + why);
    }
}
