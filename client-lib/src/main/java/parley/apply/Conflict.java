package parley.apply;

import java.util.Objects;
import java.util.Optional;
import parley.message.bundle.FileEntry;

/**
 * A file or link that an offer would change, and that is neither what Parley last wrote there nor what the offer
 * wants.
 *
 * @param path below the destination
 * @param written what Parley last wrote there; empty if it never wrote this file
 * @param found what is there now
 * @param offered what would be there; empty if the file would be removed
 * @param changedHere what somebody changed in the file since Parley wrote it, or the whole file if Parley never wrote
 *     it: an update would remove it, and its back-up would keep it
 * @param changedByOffer what the offer would change in the file. The content of an offer comes with the download,
 *     after it has been accepted, so this is known only if this machine already has the same content
 */
public record Conflict(
        String path,
        Optional<FileEntry> written,
        FileEntry found,
        Optional<FileEntry> offered,
        Comparison changedHere,
        Comparison changedByOffer) {

    public Conflict {
        Objects.requireNonNull(path);
        Objects.requireNonNull(written);
        Objects.requireNonNull(found);
        Objects.requireNonNull(offered);
        Objects.requireNonNull(changedHere);
        Objects.requireNonNull(changedByOffer);
    }

    /**
     * All of it for a terminal: the three states of the file with size, mode and digest, then both differences with
     * names before them as {@code diff -u} writes them. Ends with a line feed.
     */
    public String diff() {
        return "  last written by Parley: " + written.map(Conflict::words).orElse("nothing")
                + "\n- here now:               " + words(found)
                + "\n+ offered:                " + offered.map(Conflict::words).orElse("to be removed") + "\n"
                + section(
                        "Changed here:",
                        written.isEmpty() ? "/dev/null" : path + " (written by Parley)",
                        path + " (here now)",
                        changedHere)
                + section(
                        "Changed by the offer:",
                        path + " (here now)",
                        offered.isEmpty() ? "/dev/null" : path + " (offered)",
                        changedByOffer);
    }

    private static String section(String title, String before, String after, Comparison comparison) {
        String remark = comparison.remark().isEmpty() ? "" : " " + comparison.remark();
        return "\n" + title + remark + "\n"
                + comparison
                        .lines()
                        .map(lines -> "--- " + before + "\n+++ " + after + "\n" + lines)
                        .orElse("");
    }

    private static String words(FileEntry file) {
        if (file.isFolder()) {
            return "an empty folder";
        }
        if (file.isLink()) {
            return "symbolic link, " + file.sha256();
        }
        return file.size() + (file.size() == 1 ? " byte, mode " : " bytes, mode ")
                + file.mode().text() + ", " + file.sha256();
    }

    /** Whether it is a conflict of the same states of the same file. */
    public boolean sameAs(Conflict other) {
        return path.equals(other.path) && found.equals(other.found) && offered.equals(other.offered);
    }
}
