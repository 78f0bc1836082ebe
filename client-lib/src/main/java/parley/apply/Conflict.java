package parley.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import parley.message.Action;
import parley.message.Change;
import parley.message.FileEntry;
import parley.message.Offer;

/**
 * A file that an offer would change, and that is neither what Parley last wrote there nor what the offer wants.
 *
 * @param path below the destination
 * @param written what Parley last wrote there; empty if it never wrote this file
 * @param found what is there now
 * @param offered what would be there; empty if the file would be removed
 */
public record Conflict(String path, Optional<FileEntry> written, FileEntry found, Optional<FileEntry> offered) {

    public Conflict {
        Objects.requireNonNull(path);
        Objects.requireNonNull(written);
        Objects.requireNonNull(found);
        Objects.requireNonNull(offered);
    }

    /**
     * The three states of the file side by side, one line each: size, mode, digest. Contents are not compared: that of the
     * offer is downloaded only once it is accepted, and that of the last one is not kept.
     */
    public String diff() {
        return "  last written by Parley: " + written.map(Conflict::words).orElse("nothing")
                + "\n- here now:               " + words(found)
                + "\n+ offered:                " + offered.map(Conflict::words).orElse("to be removed") + "\n";
    }

    private static String words(FileEntry file) {
        return file.size() + (file.size() == 1 ? " byte, mode " : " bytes, mode ")
                + file.mode().text() + ", " + file.sha256();
    }

    /** @param present what the offer is based on */
    static List<Conflict> in(Offer offer, State state, Map<String, FileEntry> present) {
        List<Conflict> conflicts = new ArrayList<>();
        for (Change change : offer.changes()) {
            FileEntry found = present.get(change.path());
            Optional<FileEntry> written = Optional.ofNullable(state.managed().get(change.path()));
            boolean leftAlone = change.action() == Action.REMOVE && written.isEmpty();
            if (found != null && !leftAlone && !is(written, found) && !is(change.file(), found)) {
                conflicts.add(new Conflict(change.path(), written, found, change.file()));
            }
        }
        return conflicts;
    }

    private static boolean is(Optional<FileEntry> file, FileEntry found) {
        return file.filter(found::equals).isPresent();
    }
}
