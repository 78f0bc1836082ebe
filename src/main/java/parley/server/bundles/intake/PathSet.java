package parley.server.bundles.intake;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import parley.message.BundlePath;
import parley.server.bundles.UploadRefused;

/**
 * The paths of one bundle: each valid, and no two that some file system would take for the same file or folder.
 *
 * <p>Files and folders alike must have one spelling: {@code Conf/a} and {@code conf/b} are two folders on one client and one on the next.
 */
final class PathSet {

    private enum Kind {
        FILE,
        FOLDER
    }

    private record Spelling(String path, Kind kind) {}

    private final Map<String, Spelling> known = new HashMap<>();

    /** Adds a file and the folders above it. */
    String addFile(String raw) throws UploadRefused {
        String path = check(raw);
        addFoldersAbove(path);
        Spelling other = known.putIfAbsent(folded(path), new Spelling(path, Kind.FILE));
        if (other != null) {
            throw clash(path, other);
        }
        return path;
    }

    /** Adds a folder that an archive lists; it may come as often as it likes. */
    void addFolder(String raw) throws UploadRefused {
        String path = check(raw);
        addFoldersAbove(path + "/");
    }

    private void addFoldersAbove(String path) throws UploadRefused {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            Spelling other = known.putIfAbsent(folded(folder), new Spelling(folder, Kind.FOLDER));
            if (other != null && !other.equals(new Spelling(folder, Kind.FOLDER))) {
                throw clash(path, other);
            }
        }
    }

    private static String check(String path) throws UploadRefused {
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
        return path;
    }

    private static UploadRefused clash(String path, Spelling other) {
        if (other.path().equals(path)) {
            return UploadRefused.badPath(
                    path,
                    other.kind() == Kind.FILE
                            ? "comes twice."
                            : "is a file here and a folder elsewhere in the bundle.");
        }
        if (path.startsWith(other.path() + "/")) {
            return UploadRefused.badPath(path, "is below “" + other.path() + "”, which is a file.");
        }
        return UploadRefused.badPath(
                path,
                "differs from “" + other.path()
                        + "” only in upper and lower case or in Unicode form; some file systems take both for one.");
    }

    private static String folded(String path) {
        return Normalizer.normalize(path.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }
}
