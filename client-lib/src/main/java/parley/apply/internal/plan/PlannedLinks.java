package parley.apply.internal.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.FileAccess.Kind;
import parley.apply.internal.disk.FollowedLinks;
import parley.apply.internal.state.State;
import parley.message.bundle.Action;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;

/** The links of this machine through which the changes of one update lead, where they are followed. */
public final class PlannedLinks {
    private final FileAccess files;
    private final FollowedLinks links;
    private final State state;
    private final Set<String> known;

    /** @param known the paths whose present entries are known */
    PlannedLinks(FileAccess files, State state, Set<String> known) {
        this.files = files;
        this.links = files.links();
        this.state = state;
        this.known = known;
    }

    /**
     * Resolves the links. A link that cannot be followed blocks a file; for a removal it does not: then the file
     * stays.
     *
     * @throws ApplyFailure PATH_REFUSED if a link must not be followed, or two paths lead to one file
     */
    void find(List<Change> changes) throws IOException, ApplyFailure {
        links.remember(bundlesOwn(state, changes), state.followed());
        for (Change change : changes) {
            if (change.file().isPresent()) {
                links.follow(change.path());
            } else {
                tryToFollow(files, change.path());
            }
        }
        refuseTwoPathsToOneFile(changes);
    }

    /** The links that Parley made, and those that an offer brings. */
    public static Set<String> bundlesOwn(State state, List<Change> changes) {
        Set<String> own = new HashSet<>(state.ownLinks());
        changes.stream()
                .filter(change -> change.file().filter(FileEntry::isLink).isPresent())
                .forEach(change -> own.add(change.path()));
        return own;
    }

    /** Follows the links at and above a path, or treats them as links if they must not be followed. */
    public static void tryToFollow(FileAccess files, String path) throws IOException {
        try {
            files.links().follow(path);
        } catch (ApplyFailure metAsALink) {
            return; // who wants to write there is told why
        }
    }

    private void refuseTwoPathsToOneFile(List<Change> changes) throws ApplyFailure {
        Set<String> after = new TreeSet<>(state.managed().keySet());
        after.addAll(known);
        changes.forEach(change -> after.add(change.path()));
        Set<String> changed = new HashSet<>();
        changes.stream()
                .filter(c -> c.action() != Action.REMOVE || state.managed().containsKey(c.path()))
                .forEach(change -> changed.add(change.path()));
        Map<String, String> paths = new HashMap<>();
        for (String path : after) {
            String other = paths.put(links.placeOf(path), path);
            if (other != null && (changed.contains(path) || changed.contains(other))) {
                throw ApplyFailure.inTheWay(
                        path,
                        "it leads through a symbolic link to the same file as " + other + ": " + links.placeOf(path));
            }
        }
    }

    boolean isLink(String path) {
        return links.on(Set.of(path)).containsKey(path);
    }

    /** A link to a file cannot become a folder, and the other way round. */
    void checkKind(String path, FileEntry file, Optional<Found> found) throws ApplyFailure {
        if (isLink(path) && found.isPresent() && (found.get().kind() == Kind.FOLDER) != file.isFolder()) {
            throw ApplyFailure.inTheWay(
                    path,
                    "a symbolic link leads to " + links.placeOf(path) + ", which is "
                            + (file.isFolder()
                                    ? "a file, and the update has a folder"
                                    : "a folder, and the update has a file")
                            + " there");
        }
    }

    /**
     * The links through which Parley has written after a plan: as an update finds them for these paths.
     *
     * @param managed what Parley answers for then
     */
    public static SortedMap<String, String> through(FileAccess files, State before, Collection<String> managed)
            throws IOException {
        for (String link : before.followed().keySet()) {
            tryToFollow(files, link);
        }
        Set<String> paths = new HashSet<>(before.followed().keySet());
        paths.addAll(managed);
        return files.links().on(paths);
    }

    /** The changes that lead through links, and what each of them leads to. */
    public static SortedMap<String, Path> places(FileAccess files, List<Change> changes) {
        SortedMap<String, Path> places = new TreeMap<>();
        for (Change change : changes) {
            if (!files.links().on(Set.of(change.path())).isEmpty()) {
                places.put(change.path(), Path.of(files.links().placeOf(change.path())));
            }
        }
        return places;
    }

    /** The plan with the links that it leads through. */
    Plan with(Plan plan) {
        return new Plan(
                plan.target(),
                plan.puts(),
                plan.removals(),
                plan.newFolders(),
                plan.oldFolders(),
                links.on(plan.paths()));
    }
}
