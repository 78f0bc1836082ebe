package parley.server.bundles.intake;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import parley.message.BundlePath;
import parley.server.bundles.BundleLimits;
import parley.server.bundles.UploadRefused;

/**
 * The paths of one bundle: each valid, and no two that some file system would take for the same file or folder.
 *
 * <p>Files and folders alike must have one spelling: {@code Conf/a} and {@code conf/b} are two folders on one client and one on the next.
 *
 * <p>Kept as a tree, each folder once and under its own name only, so that memory and time grow with the bytes of the paths and not with
 * their depth. Entries, depth and bytes are bounded.
 */
final class PathSet {

    /** A file or a folder. Two of them are the same only if they are one object. */
    private static final class Node {
        final Node parent;
        final boolean isFile;

        /** Of a file its whole path, which others keep too; of a folder its own name. */
        private final String text;

        Node(Node parent, String text, boolean isFile) {
            this.parent = parent;
            this.text = text;
            this.isFile = isFile;
        }

        String name() {
            return isFile ? text.substring(text.lastIndexOf('/') + 1) : text;
        }

        String path() {
            return isFile || parent.parent == null ? text : parent.path() + "/" + text;
        }
    }

    /** @param name as all file systems see it that take several spellings for one */
    private record Place(Node folder, String name) {}

    private final BundleLimits limits;
    private final Node root = new Node(null, "", false);
    private final Map<Place, Node> known = new HashMap<>();
    private int entries;
    private long bytes;

    PathSet(BundleLimits limits) {
        this.limits = limits;
    }

    /**
     * Adds a file and the folders above it.
     *
     * @return the path, as it was given
     */
    String addFile(String path) throws UploadRefused {
        check(path);
        int name = path.lastIndexOf('/') + 1;
        count(utf8(path));
        Node folder = name == 0 ? root : folders(path, name - 1);
        String own = path.substring(name);
        Node other = known.putIfAbsent(new Place(folder, folded(own)), new Node(folder, path, true));
        if (other != null) {
            throw clash(path, own, true, other);
        }
        return path;
    }

    /** Adds a folder that an archive lists; it may come again. */
    void addFolder(String path) throws UploadRefused {
        check(path);
        int before = entries;
        folders(path, path.length());
        if (entries == before) {
            count(0);
        }
    }

    /** Takes note of what a link leads to, which is kept until all files are known. */
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

    private Node folder(String path, Node parent, String name) throws UploadRefused {
        Place place = new Place(parent, folded(name));
        Node other = known.get(place);
        if (other == null) {
            count(utf8(name));
            Node made = new Node(parent, name, false);
            known.put(place, made);
            return made;
        }
        if (other.isFile || !other.name().equals(name)) {
            throw clash(path, name, false, other);
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
        if (!other.name().equals(name)) {
            return UploadRefused.badPath(
                    path,
                    "differs from “" + other.path()
                            + "” only in upper and lower case or in Unicode form; some file systems take both for one.");
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

    private static String folded(String name) {
        return Normalizer.normalize(name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }
}
