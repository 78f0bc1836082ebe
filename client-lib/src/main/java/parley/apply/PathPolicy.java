package parley.apply;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import parley.message.BundlePath;
import parley.message.Change;
import parley.message.Reason;

/**
 * Which paths a destination takes. The same rules hold on every platform, so that a bundle means the same everywhere:
 * what Windows or macOS would confuse is refused on Linux too.
 */
final class PathPolicy {
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])( *)(\\..*)?");
    private static final Pattern NOT_ON_WINDOWS = Pattern.compile("[<>:\"|?*]");

    private final boolean windows;

    PathPolicy(boolean windows) {
        this.windows = windows;
    }

    static PathPolicy ofThisPlatform() {
        return new PathPolicy(java.io.File.separatorChar == '\\');
    }

    void check(String path) throws ApplyFailure {
        try {
            BundlePath.check(path);
        } catch (IllegalArgumentException e) {
            throw new ApplyFailure(Reason.PATH_REFUSED, e.getMessage(), e);
        }
        try {
            Path.of(path);
        } catch (InvalidPathException e) {
            throw refused(path, "this Java cannot spell it in its locale; start it with LC_ALL=C.UTF-8");
        }
        for (String segment : path.split("/")) {
            if (DEVICE.matcher(segment).matches()) {
                throw refused(path, "\"" + segment + "\" is the name of a device on Windows");
            }
            if (segment.endsWith(".") || segment.endsWith(" ")) {
                throw refused(path, "Windows drops the dot or space at the end of \"" + segment + "\"");
            }
            if (windows && NOT_ON_WINDOWS.matcher(segment).find()) {
                throw refused(path, "\"" + segment + "\" holds a character that Windows does not take");
            }
        }
        if (isParleysOwn(path)) {
            throw refused(path, Layout.FOLDER + " is Parley's own");
        }
    }

    /** Checks each path, and all of them together. */
    void checkAll(Collection<Change> changes) throws ApplyFailure {
        for (Change change : changes) {
            check(change.path());
        }
        checkTogether(changes.stream().map(Change::path).toList());
    }

    /** Refuses paths that cannot stand side by side: equal but for case, or one a file and a folder for the other. */
    void checkTogether(Collection<String> paths) throws ApplyFailure {
        Map<String, String> spelling = new HashMap<>();
        for (String path : paths) {
            for (String folder : Layout.parents(path)) {
                checkSpelling(spelling, folder);
            }
            checkSpelling(spelling, path);
        }
        Set<String> all = Set.copyOf(paths);
        for (String path : paths) {
            for (String folder : Layout.parents(path)) {
                if (all.contains(folder)) {
                    throw refused(path, folder + " would have to be a file and a folder");
                }
            }
        }
    }

    private static void checkSpelling(Map<String, String> spelling, String path) throws ApplyFailure {
        String other = spelling.putIfAbsent(key(path), path);
        if (other != null && !other.equals(path)) {
            throw refused(path, "macOS and Windows cannot tell it from " + other);
        }
    }

    static boolean isParleysOwn(String path) {
        return key(path.split("/")[0]).equals(Layout.FOLDER);
    }

    /** Equal for two paths that macOS or Windows may take for one. */
    static String key(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static ApplyFailure refused(String path, String why) {
        return new ApplyFailure(Reason.PATH_REFUSED, "the path \"" + path + "\" is refused: " + why);
    }
}
