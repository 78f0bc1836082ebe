package parley.apply.internal.review;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.apply.Comparison;
import parley.apply.Conflict;
import parley.apply.internal.compare.Contents;
import parley.apply.internal.state.State;
import parley.message.Offer;
import parley.message.bundle.Action;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode.Kind;

/** Finds the conflicts of an offer with the files in the destination. */
final class ConflictSearch {
    /** The contents of more conflicts of one offer are not compared, so that an answer does not take minutes. */
    static final int MOST_COMPARED = 100;

    private static final Comparison NOT_COMPARED =
            new Comparison(Optional.empty(), "only the first " + MOST_COMPARED + " conflicts are compared");

    private ConflictSearch() {}

    /**
     * Finds the files that the offer would change and that somebody else changed.
     *
     * @param present what the offer is based on
     * @param contents what can be compared
     */
    public static List<Conflict> in(Offer offer, State state, Map<String, FileEntry> present, Contents contents)
            throws IOException {
        List<Conflict> conflicts = new ArrayList<>();
        for (Change change : offer.changes()) {
            FileEntry found = present.get(change.path());
            Optional<FileEntry> written = Optional.ofNullable(state.managed().get(change.path()));
            boolean compared = conflicts.size() < MOST_COMPARED;
            if (found != null
                    && !isLeftAlone(change, written, found)
                    && !is(written, found)
                    && !is(change.file(), found)) {
                conflicts.add(new Conflict(
                        change.path(),
                        written,
                        found,
                        change.file(),
                        compared ? contents.changedHere(written, found) : NOT_COMPARED,
                        compared ? contents.changedByOffer(found, change.file()) : NOT_COMPARED));
            }
        }
        return conflicts;
    }

    /** An update removes only what Parley wrote, and no link or folder that took its place. */
    private static boolean isLeftAlone(Change change, Optional<FileEntry> written, FileEntry found) {
        return change.action() == Action.REMOVE
                && written.filter(file -> found.mode().kind() == Kind.FILE
                                || found.mode().kind() == file.mode().kind())
                        .isEmpty();
    }

    private static boolean is(Optional<FileEntry> file, FileEntry found) {
        return file.filter(found::equals).isPresent();
    }
}
