package parley.message.bundle;

import java.text.Normalizer;
import java.util.Comparator;
import parley.message.json.MessageException;
import parley.message.json.Text;
import parley.message.platform.PlatformNames;

/**
 * The rules of §7 for a path inside a bundle: relative, {@code /}-separated, NFC, without control characters, no
 * segment empty, {@code .} or {@code ..}, segments up to 255 bytes, 1 024 bytes in all.
 *
 * <p>A valid path cannot leave a folder by its text, except on Windows, where a backslash is a slash:
 * {@link PlatformNames} refuses it there. This class does not check links in the way or names that a file system
 * confuses.
 */
public final class BundlePath {

    /** The order of the paths' UTF-8 bytes, unsigned; it is the order of code points, not of UTF-16 units. */
    public static final Comparator<String> ORDER = BundlePath::compare;

    private static final int MAX_SEGMENT_BYTES = 255;
    private static final int MAX_PATH_BYTES = 1024;

    private BundlePath() {}

    /**
     * Returns the path when it keeps the rules.
     *
     * @throws IllegalArgumentException when it does not; the message says which rule, in words
     */
    public static String check(String path) {
        if (path.isEmpty()) {
            throw refused(path, "is empty");
        }
        if (path.length() > MAX_PATH_BYTES || Text.utf8Length(path) > MAX_PATH_BYTES) {
            throw refused(path, "is longer than 1024 bytes");
        }
        if (Text.hasLoneSurrogate(path)) {
            throw refused(path, "is not valid Unicode");
        }
        if (path.codePoints().anyMatch(Character::isISOControl)) {
            throw refused(path, "has a control character");
        }
        if (path.startsWith("/")) {
            throw refused(path, "is absolute");
        }
        for (String segment : path.split("/", -1)) {
            checkSegment(path, segment);
        }
        if (!Normalizer.isNormalized(path, Normalizer.Form.NFC)) {
            throw refused(path, "is not in Unicode normal form C");
        }
        return path;
    }

    private static void checkSegment(String path, String segment) {
        if (segment.isEmpty()) {
            throw refused(path, "has an empty segment");
        }
        if (segment.equals(".") || segment.equals("..")) {
            throw refused(path, "has a segment " + segment);
        }
        if (Text.utf8Length(segment) > MAX_SEGMENT_BYTES) {
            throw refused(path, "has a segment longer than 255 bytes");
        }
    }

    private static IllegalArgumentException refused(String path, String why) {
        return new IllegalArgumentException("the path " + MessageException.quote(path) + " " + why);
    }

    private static int compare(String a, String b) {
        int i = 0;
        int shorter = Math.min(a.length(), b.length());
        while (i < shorter && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        if (i == shorter) {
            return Integer.compare(a.length(), b.length());
        }
        return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
    }

    // Surrogates stand for code points above U+FFFF and so come after U+E000 to U+FFFF.
    private static int rank(char c) {
        if (c >= 0xE000) {
            return c - 0x800;
        }
        return c >= Character.MIN_SURROGATE ? c + 0x2000 : c;
    }
}
