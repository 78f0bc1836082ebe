package parley.apply.internal.state;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import parley.apply.Origin;
import parley.client.Applied;
import parley.message.Reason;
import parley.message.bundle.BundleDigest;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;

/**
 * What Parley remembers of a destination.
 *
 * @param installed the bundle that it holds
 * @param managed the files that Parley answers for, as Parley left them
 * @param highest the highest sequence of an offer ever applied, by server identity
 * @param last how the last update that was offered ended
 * @param foundFolders the empty folders among {@code managed} that existed before Parley: they are never removed
 * @param followed links of this machine through which Parley wrote, and where each of them led
 */
public record State(
        Optional<Installed> installed,
        SortedMap<String, FileEntry> managed,
        SortedMap<String, Long> highest,
        Optional<LastUpdate> last,
        SortedSet<String> foundFolders,
        SortedMap<String, String> followed) {

    public static final State NONE = new State(
            Optional.empty(), new TreeMap<>(), new TreeMap<>(), Optional.empty(), new TreeSet<>(), new TreeMap<>());

    /** The installed bundle, and since when. */
    public record Installed(Origin origin, Instant since) {}

    /** The end of an update; without a reason it succeeded, otherwise the old files are back. */
    public record LastUpdate(UpdateTarget target, Optional<Reason> reason, String detail, Instant at) {

        /** The same for the client, with an addition if it was undone. */
        public Applied applied(String more) {
            return reason.map(why -> Applied.rolledBack(why, detail + more, ""))
                    .orElseGet(() -> Applied.succeeded(detail, ""));
        }
    }

    public State {
        managed = Collections.unmodifiableSortedMap(new TreeMap<>(managed));
        highest = Collections.unmodifiableSortedMap(new TreeMap<>(highest));
        followed = Collections.unmodifiableSortedMap(new TreeMap<>(followed));
        SortedMap<String, FileEntry> all = managed;
        foundFolders = foundFolders.stream()
                .filter(path -> all.containsKey(path) && all.get(path).isFolder())
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(TreeSet::new), Collections::unmodifiableSortedSet));
    }

    /** The same, with folders that were found where the bundle has an empty one. */
    public State withFound(Collection<String> folders) {
        SortedSet<String> all = new TreeSet<>(foundFolders);
        all.addAll(folders);
        return new State(installed, managed, highest, last, all, followed);
    }

    /** The same, with these links of this machine through which Parley has written, instead of the earlier ones. */
    public State withFollowed(Map<String, String> links) {
        return new State(installed, managed, highest, last, foundFolders, new TreeMap<>(links));
    }

    /** The links that Parley made. */
    public Set<String> ownLinks() {
        return managed.entrySet().stream()
                .filter(file -> file.getValue().isLink())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The files that Parley will answer for: all after the changes if they are the bundle, else the changed ones. */
    public SortedMap<String, FileEntry> managedAfter(
            List<Change> changes, BundleRef wanted, Map<String, FileEntry> present) {
        SortedMap<String, FileEntry> all = changed(present, changes);
        return BundleDigest.of(all).equals(wanted.sha256()) ? all : changed(managed, changes);
    }

    private static SortedMap<String, FileEntry> changed(Map<String, FileEntry> files, List<Change> changes) {
        SortedMap<String, FileEntry> all = new TreeMap<>(files);
        changes.forEach(change ->
                change.file().ifPresentOrElse(file -> all.put(change.path(), file), () -> all.remove(change.path())));
        return all;
    }

    public Optional<BundleRef> bundle() {
        return installed.map(now -> now.origin().bundle());
    }

    /** The state after {@code target}, when Parley answers for {@code files}. */
    public State applied(UpdateTarget target, Map<String, FileEntry> files, Instant now) {
        SortedMap<String, Long> sequences = new TreeMap<>(highest);
        sequences.merge(target.server(), target.bundle().sequence(), Math::max);
        return new State(
                Optional.of(new Installed(target.origin(), now.truncatedTo(ChronoUnit.MILLIS))),
                new TreeMap<>(files),
                sequences,
                Optional.of(new LastUpdate(target, Optional.empty(), "", now.truncatedTo(ChronoUnit.MILLIS))),
                foundFolders,
                followed);
    }

    /** The state after {@code target} was undone; a restore leaves no trace. */
    public State rolledBack(UpdateTarget target, Reason reason, String detail, Instant now) {
        if (!target.isOffer()) {
            return this;
        }
        return new State(
                installed,
                managed,
                highest,
                Optional.of(new LastUpdate(target, Optional.of(reason), detail, now.truncatedTo(ChronoUnit.MILLIS))),
                foundFolders,
                followed);
    }
}
