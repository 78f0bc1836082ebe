package parley.server.bundles.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import parley.message.FileEntry;
import parley.server.bundles.UploadRefused;

/**
 * The links of an archive, which become copies of the files that they lead to (docs/decisions: links in bundles).
 *
 * <p>A link must end at a file of the same archive. One that leaves the bundle, ends at a folder or nowhere, or goes in a circle is refused.
 */
final class Links {

    /** Of what a link leads to, as of every path in a bundle. */
    private static final int MOST_CHARACTERS = 1024;

    /** Of a link as it is written; no file system takes a longer one. */
    private static final int MOST_WRITTEN = 4096;

    private final Map<String, String> targets = new HashMap<>();

    /** @param target as {@link #resolve} has it */
    void add(String path, String target) {
        targets.put(path, target);
    }

    int size() {
        return targets.size();
    }

    /**
     * The path that a link at {@code path} means.
     *
     * @throws UploadRefused the target is absolute or outside the bundle
     */
    static String resolve(String path, String target) throws UploadRefused {
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\\') >= 0 || target.indexOf('\0') >= 0) {
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
        for (String segment : target.split("/")) {
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

    /** Each link with the file that it ends at. Each link is followed once, however long the chains are that they form. */
    Map<String, FileEntry> copies(Map<String, FileEntry> files) throws UploadRefused {
        Map<String, FileEntry> copies = new HashMap<>();
        for (String link : targets.keySet()) {
            follow(link, files, copies);
        }
        return copies;
    }

    private void follow(String link, Map<String, FileEntry> files, Map<String, FileEntry> copies) throws UploadRefused {
        Set<String> chain = new HashSet<>();
        String at = link;
        while (targets.containsKey(at) && !copies.containsKey(at)) {
            if (!chain.add(at)) {
                throw UploadRefused.badPath(link, "is a link that goes in a circle.");
            }
            at = targets.get(at);
        }
        FileEntry file = copies.containsKey(at) ? copies.get(at) : files.get(at);
        if (file == null) {
            throw UploadRefused.badPath(
                    link,
                    "is a link to " + UploadRefused.quoted(at)
                            + ", which is no file in the bundle. Links to files of the bundle become copies; no other link is taken.");
        }
        chain.forEach(passed -> copies.put(passed, file));
    }

    private static UploadRefused leaves(String path, String target) {
        return UploadRefused.badPath(
                path, "is a link that leaves the bundle, to " + UploadRefused.quoted(target) + ".");
    }
}
