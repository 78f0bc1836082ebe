package parley.apply;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/** How journal and state spell things: words with a space between, a path always last because it may hold spaces. */
final class Words {
    private Words() {}

    static String mode(int mode) {
        return new Mode(mode).text();
    }

    static int mode(String words) {
        return Mode.parse(words.split(" ", 2)[0]).bits();
    }

    static String file(FileEntry file) {
        return file.sha256().hex() + " " + file.size() + " " + file.mode().text();
    }

    static FileEntry file(String words) {
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

    static String origin(Origin origin) {
        return bundle(origin.bundle()) + " " + text(origin.server()) + " " + text(origin.taskId()) + " "
                + text(origin.taskName());
    }

    static Origin origin(String words) {
        String[] parts = words.split(" ", 8);
        return new Origin(untext(parts[4]), untext(parts[5]), untext(parts[6]), bundle(words));
    }

    static String target(Target target) {
        return text(target.offer()) + " " + target.attempt() + " " + origin(target.origin());
    }

    static Target target(String words) {
        String[] parts = words.split(" ", 3);
        return new Target(origin(parts[2]), untext(parts[0]), Long.parseLong(parts[1]));
    }

    /** What comes after the first {@code n} words. */
    static String rest(String words, int n) {
        return words.split(" ", n + 1)[n];
    }

    /** Free text as one word that is never empty. */
    static String text(String text) {
        return "=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String untext(String word) {
        return URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
    }
}
