package parley.apply;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.client.Applied;
import parley.message.BundleRef;
import parley.message.FileEntry;
import parley.message.Reason;

/**
 * What Parley remembers of a destination.
 *
 * @param bundle the bundle that it holds
 * @param managed the files that Parley answers for, as Parley left them
 * @param highest the highest bundle sequence ever applied, by server identity
 * @param last how the last update ended
 */
record State(
        Optional<BundleRef> bundle,
        SortedMap<String, FileEntry> managed,
        SortedMap<String, Long> highest,
        Optional<LastUpdate> last) {

    static final State NONE = new State(Optional.empty(), new TreeMap<>(), new TreeMap<>(), Optional.empty());

    /** The end of an update; without a reason it succeeded, otherwise the old files are back. */
    record LastUpdate(Target target, Optional<Reason> reason, String detail) {

        /** The same for the client, with something to add if it was undone. */
        Applied applied(String more) {
            return reason.map(why -> Applied.rolledBack(why, detail + more, ""))
                    .orElseGet(() -> Applied.succeeded(detail, ""));
        }
    }

    State {
        managed = Collections.unmodifiableSortedMap(new TreeMap<>(managed));
        highest = Collections.unmodifiableSortedMap(new TreeMap<>(highest));
    }

    /** The state once {@code target} stands and Parley answers for {@code files}. */
    State applied(Target target, Map<String, FileEntry> files) {
        SortedMap<String, Long> sequences = new TreeMap<>(highest);
        sequences.merge(target.server(), target.bundle().sequence(), Math::max);
        return new State(
                Optional.of(target.bundle()),
                new TreeMap<>(files),
                sequences,
                Optional.of(new LastUpdate(target, Optional.empty(), "")));
    }

    /** The state once {@code target} has been undone; what was no offer leaves no trace. */
    State rolledBack(Target target, Reason reason, String detail) {
        if (!target.isOffer()) {
            return this;
        }
        return new State(bundle, managed, highest, Optional.of(new LastUpdate(target, Optional.of(reason), detail)));
    }
}
