package parley.apply.internal.state;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import parley.apply.Origin;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/**
 *  The format of journal and state lines: words with a space between, a path always last because it may contain
 *  spaces.
 */
public final class StoredText {
    private StoredText() {}

    public static String mode(int mode) {
        return new Mode(mode).text();
    }

    public static int mode(String words) {
        return Mode.parse(words.split(" ", 2)[0]).bits();
    }

    public static String file(FileEntry file) {
        return file.sha256().hex() + " " + file.size() + " " + file.mode().text();
    }

    public static FileEntry file(String words) {
        String[] parts = words.split(" ", 4);
        return new FileEntry(new Digest("sha256:" + parts[0]), Long.parseLong(parts[1]), Mode.parse(parts[2]));
    }

    static String bundle(BundleRef bundle) {
        return bundle.sha256().hex() + " " + bundle.sequence() + " " + text(bundle.name()) + " "
                + text(bundle.version());
    }

    static BundleRef bundle(String words) {
        String[] parts = words.split(" ", 5);
        return new BundleRef(
                untext(parts[2]), untext(parts[3]), Long.parseLong(parts[1]), new Digest("sha256:" + parts[0]));
    }

    public static String origin(Origin origin) {
        return bundle(origin.bundle()) + " " + text(origin.server()) + " " + text(origin.taskId()) + " "
                + text(origin.taskName());
    }

    public static Origin origin(String words) {
        String[] parts = words.split(" ", 8);
        return new Origin(untext(parts[4]), untext(parts[5]), untext(parts[6]), bundle(words));
    }

    public static String target(UpdateTarget target) {
        return text(target.offer()) + " " + target.attempt() + " " + origin(target.origin());
    }

    public static UpdateTarget target(String words) {
        String[] parts = words.split(" ", 3);
        return new UpdateTarget(origin(parts[2]), untext(parts[0]), Long.parseLong(parts[1]));
    }

    /** What comes after the first {@code n} words. */
    public static String rest(String words, int n) {
        return words.split(" ", n + 1)[n];
    }

    /** Free text as one word that is never empty. */
    public static String text(String text) {
        return "=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public static String untext(String word) {
        return URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
    }
}
