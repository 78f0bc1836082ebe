package parley.server.bundles.intake;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.message.bundle.BundlePath;
import parley.message.bundle.UnicodeForm;
import parley.server.bundles.store.BundleLimits;
import parley.server.bundles.store.UploadRefused;

/**
 * The paths of one bundle: each valid, in Unicode normal form C, and no two the same. A path in another form is
 * converted to C; two that become equal by that are refused. Names that only some platforms treat as one are checked
 * when a task is made.
 *
 * <p>The paths are a tree, with each folder once and under its own name only, so that memory and time grow with the
 * bytes of the paths, not with their depth. Entries, depth and bytes are bounded.
 */
final class PathSet {

    /** A file or a folder, compared by identity. */
    private static final class Node {
        final @Nullable Node parent;
        final boolean isFile;

        /** The whole path of a file, which is shared with others; the own name of a folder. */
        private final String text;

        /** The name in the upload. */
        final String raw;

        /** Whether an archive has an entry for it. */
        boolean isListed;

        boolean hasEntries;

        Node(@Nullable Node parent, String text, String raw, boolean isFile) {
            this.parent = parent;
            this.text = text;
            this.raw = raw;
            this.isFile = isFile;
            if (parent != null) {
                parent.hasEntries = true;
            }
        }

        String path() {
            return isFile || parent == null || parent.parent == null ? text : parent.path() + "/" + text;
        }
    }

    /** @param name in normal form C */
    private record Place(Node folder, String name) {}

    private final BundleLimits limits;
    private final Node root = new Node(null, "", "", false);
    private final Map<Place, Node> known = new HashMap<>();
    private int entries;
    private long bytes;

    PathSet(BundleLimits limits) {
        this.limits = limits;
    }

    /**
     * Adds a file and the folders above it.
     *
     * @return the path in normal form C
     */
    String addFile(String raw) throws UploadRefused {
        String path = UnicodeForm.composed(raw);
        check(path);
        int name = raw.lastIndexOf('/') + 1;
        count(utf8(path));
        Node folder = name == 0 ? root : folders(raw, name - 1);
        String own = raw.substring(name);
        Place place = new Place(folder, UnicodeForm.composed(own));
        Node other = known.get(place);
        if (other != null) {
            throw clash(path, own, true, other);
        }
        known.put(place, new Node(folder, path, own, true));
        return path;
    }

    /** Adds a folder that an archive lists; it may come again. */
    void addFolder(String raw) throws UploadRefused {
        check(UnicodeForm.composed(raw));
        int before = entries;
        folders(raw, raw.length()).isListed = true;
        if (entries == before) {
            count(0);
        }
    }

    /** The folders that were listed and have nothing in them. */
    List<String> emptyFolders() {
        return known.values().stream()
                .filter(node -> node.isListed && !node.hasEntries)
                .map(Node::path)
                .sorted(BundlePath.ORDER)
                .toList();
    }

    /** Counts the target of a link, which is kept until all files are known. */
    void addTarget(String target) throws UploadRefused {
        countBytes(utf8(target));
    }

    private Node folders(String path, int end) throws UploadRefused {
        Node folder = root;
        int depth = 0;
        for (int from = 0; from < end; ) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? end : Math.min(slash, end);
            depth++;
            if (depth > BundleLimits.DEPTH) {
                throw UploadRefused.badPath(path, "is below more than " + BundleLimits.DEPTH + " folders.");
            }
            folder = folder(path, folder, path.substring(from, to));
            from = to + 1;
        }
        return folder;
    }

    private Node folder(String path, Node parent, String raw) throws UploadRefused {
        String name = UnicodeForm.composed(raw);
        Place place = new Place(parent, name);
        Node other = known.get(place);
        if (other == null) {
            count(utf8(name));
            Node made = new Node(parent, name, raw.equals(name) ? name : raw, false);
            known.put(place, made);
            return made;
        }
        if (other.isFile || !other.raw.equals(raw)) {
            throw clash(path, raw, false, other);
        }
        return other;
    }

    private void count(int utf8) throws UploadRefused {
        entries++;
        if (entries > limits.entries()) {
            throw UploadRefused.tooLarge(
                    "The bundle has more than " + limits.entries() + " files, folders and links.",
                    "parley.limits.bundle.files");
        }
        countBytes(utf8);
    }

    private void countBytes(int utf8) throws UploadRefused {
        bytes += utf8;
        if (bytes > limits.pathBytes()) {
            throw UploadRefused.tooLarge(
                    "The paths of the bundle have more than " + limits.pathBytes() + " bytes in all.",
                    "parley.limits.bundle.paths");
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void check(String path) throws UploadRefused {
        if (path.indexOf('\uFFFD') >= 0) {
            throw UploadRefused.badPath(path, "is not valid UTF-8.");
        }
        try {
            BundlePath.check(path);
        } catch (IllegalArgumentException e) {
            throw UploadRefused.badPath(path, "cannot be in a bundle (" + e.getMessage() + ").");
        }
        String first = path.substring(0, path.indexOf('/') < 0 ? path.length() : path.indexOf('/'));
        if (first.equalsIgnoreCase(".parley")) {
            throw UploadRefused.badPath(path, "is where a client keeps its own journal.");
        }
    }

    /** @param name of the file or folder in the path whose place {@code other} has */
    private static UploadRefused clash(String path, String name, boolean isFile, Node other) {
        if (!other.raw.equals(name)) {
            return UploadRefused.badPath(
                    path,
                    "looks like “" + other.path() + "” and is another name: this one has "
                            + UnicodeForm.difference(name, other.raw) + " where the other has "
                            + UnicodeForm.difference(other.raw, name)
                            + ". A bundle has names in Unicode normal form C, in which both are the same.");
        }
        if (!other.isFile) {
            return UploadRefused.badPath(path, "is a file here and a folder elsewhere in the bundle.");
        }
        if (path.length() > other.path().length()) {
            return UploadRefused.badPath(path, "is below “" + other.path() + "”, which is a file.");
        }
        return UploadRefused.badPath(
                path, isFile ? "comes twice." : "is a folder here and a file elsewhere in the bundle.");
    }
}
