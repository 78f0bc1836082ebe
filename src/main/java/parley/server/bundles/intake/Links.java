package parley.server.bundles.intake;

import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import parley.message.bundle.FileEntry;
import parley.message.bundle.LinkTarget;
import parley.server.bundles.store.UploadRefused;

/**
 * The links of an upload (docs/decisions: links in bundles). A symbolic link stays one, with its target in the form of
 * a bundle. A hard link becomes a copy of its file.
 */
final class Links {

    /** The longest path that a link leads to, as for every path in a bundle. */
    private static final int MOST_CHARACTERS = 1024;

    /** The longest written target; no file system has a longer one. */
    private static final int MOST_WRITTEN = 4096;

    private static final String UP = "../";

    private final Map<String, String> symbolic = new TreeMap<>();
    private final Map<String, String> hard = new TreeMap<>();

    /** @param target as it is written in the upload */
    void addSymbolic(String path, String target) throws UploadRefused {
        symbolic.put(path, text(path, target));
    }

    /** @param target from {@link #resolve} */
    void addHard(String path, String target) {
        hard.put(path, target);
    }

    int size() {
        return symbolic.size() + hard.size();
    }

    /** Each symbolic link with the text of its target, as in {@link LinkTarget}. */
    Map<String, String> symbolic() {
        return symbolic;
    }

    /**
     * The path that a link at {@code path} names, by its text.
     *
     * @throws UploadRefused the target is absolute or outside the bundle
     */
    static String resolve(String path, String target) throws UploadRefused {
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
            throw leaves(path, target);
        }
        if (target.length() > MOST_WRITTEN) {
            throw UploadRefused.badPath(path, "is a link of more than " + MOST_WRITTEN + " characters.");
        }
        Deque<String> segments = new ArrayDeque<>();
        String[] own = path.split("/");
        for (int i = 0; i < own.length - 1; i++) {
            segments.addLast(own[i]);
        }
        for (String segment : Normalizer.normalize(target, Normalizer.Form.NFC).split("/")) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    throw leaves(path, target);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        String resolved = String.join("/", segments);
        if (resolved.length() > MOST_CHARACTERS) {
            throw UploadRefused.badPath(
                    path,
                    "is a link to a path of more than " + MOST_CHARACTERS + " characters; no file has such a path.");
        }
        return resolved;
    }

    /**
     * The target as it is written if the rules of a bundle allow it; otherwise the shortest with the same meaning
     * ({@code ./a}, {@code a/../b}).
     */
    private static String text(String path, String target) throws UploadRefused {
        String resolved = resolve(path, target);
        if (resolved.isEmpty()) {
            throw UploadRefused.badPath(path, "is a link to the folder that is the bundle itself.");
        }
        try {
            return LinkTarget.check(path, target);
        } catch (IllegalArgumentException otherwise) {
            return checked(path, shortest(path.split("/"), resolved.split("/")));
        }
    }

    private static String checked(String path, String text) throws UploadRefused {
        try {
            return LinkTarget.check(path, text);
        } catch (IllegalArgumentException e) {
            throw UploadRefused.badPath(path, "is a link that cannot be in a bundle (" + e.getMessage() + ").");
        }
    }

    private static String shortest(String[] from, String[] to) {
        int common = 0;
        while (common < from.length - 1 && common < to.length - 1 && from[common].equals(to[common])) {
            common++;
        }
        String down = String.join("/", Arrays.asList(to).subList(common, to.length));
        return UP.repeat(from.length - 1 - common) + down;
    }

    /** Each hard link with its file. Each link is followed once, also in long chains. */
    Map<String, FileEntry> copies(Map<String, FileEntry> files) throws UploadRefused {
        Map<String, FileEntry> copies = new HashMap<>();
        for (String link : hard.keySet()) {
            follow(link, files, copies);
        }
        return copies;
    }

    private void follow(String link, Map<String, FileEntry> files, Map<String, FileEntry> copies) throws UploadRefused {
        Set<String> chain = new HashSet<>();
        String at = link;
        Optional<String> next = next(at);
        while (!copies.containsKey(at) && next.isPresent()) {
            if (!chain.add(at)) {
                throw UploadRefused.badPath(link, "is a link that goes in a circle.");
            }
            at = next.get();
            next = next(at);
        }
        FileEntry file = copies.containsKey(at) ? copies.get(at) : files.get(at);
        if (file == null) {
            throw UploadRefused.badPath(
                    link, "is another name of " + UploadRefused.quoted(at) + ", which is not a file in the bundle.");
        }
        chain.stream().filter(hard::containsKey).forEach(passed -> copies.put(passed, file));
    }

    /** What a link leads to; empty for what is no link. */
    private Optional<String> next(String at) {
        return Optional.ofNullable(hard.get(at))
                .or(() -> Optional.ofNullable(symbolic.get(at)).map(text -> LinkTarget.resolve(at, text)));
    }

    private static UploadRefused leaves(String path, String target) {
        return UploadRefused.badPath(
                path, "is a link that leaves the bundle, to " + UploadRefused.quoted(target) + ".");
    }
}
