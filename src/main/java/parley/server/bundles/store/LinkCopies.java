package parley.server.bundles.store;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.message.bundle.BundlePath;
import parley.message.bundle.FileEntry;
import parley.message.bundle.LinkTarget;

/**
 * Replaces each link of a bundle by a copy of its target: a file, or everything in a folder.
 *
 * <p>Guarantees that there are no more entries than the caller says, and that each copy has a path that a bundle may
 * have. Not thread-safe.
 */
public final class LinkCopies {

    /** A link that leads nowhere, or that cannot become a copy. */
    public static final class BadLink extends RuntimeException {
        private final String path;

        BadLink(String path, String why) {
            super(why);
            this.path = path;
        }

        @Override
        public String getMessage() {
            return Objects.requireNonNull(super.getMessage());
        }

        public String path() {
            return path;
        }
    }

    /** The longest chain of links; Linux follows 40, macOS 32. */
    private static final int MOST_HOPS = 32;

    /** The longest path of a copy, as for every path; it bounds the depth of links to folders within each other. */
    private static final int MOST_CHARACTERS = 1024;

    private final TreeMap<String, FileEntry> entries;
    private final Map<String, String> ends = new TreeMap<>();
    private final int most;
    private final SortedMap<String, FileEntry> result = new TreeMap<>(BundlePath.ORDER);
    private final Set<String> inside = new HashSet<>();

    private LinkCopies(Map<String, FileEntry> entries, Map<String, String> targets, int most) {
        this.entries = new TreeMap<>(entries);
        this.most = most;
        targets.forEach((path, text) -> ends.put(path, LinkTarget.resolve(path, text)));
    }

    /**
     * The entries with copies instead of links.
     *
     * @param entries including links
     * @param targets the text of each link, as in {@link LinkTarget}
     * @param most the most entries of the result
     * @throws BadLink if a link leads nowhere or in a circle, or has too many or too long copies
     */
    public static SortedMap<String, FileEntry> of(
            Map<String, FileEntry> entries, Map<String, String> targets, int most) {
        return new LinkCopies(entries, targets, most).all();
    }

    private SortedMap<String, FileEntry> all() {
        entries.forEach((path, entry) -> {
            if (!entry.isLink()) {
                put(path, path, entry);
            }
        });
        ends.keySet().forEach(link -> copy(link, link, link));
        return result;
    }

    /** Copies the target of a link to another path. */
    private void copy(String first, String link, String to) {
        String end = end(link);
        FileEntry entry = entries.get(end);
        if (entry != null) {
            put(first, to, entry);
            return;
        }
        if (to.length() > MOST_CHARACTERS) {
            throw tooLong(first);
        }
        if (!inside.add(end)) {
            throw new BadLink(
                    first,
                    "is a link that goes in a circle: " + UploadRefused.quoted(end) + " leads back into itself.");
        }
        below(end).forEach((path, file) -> {
            String copy = to + path.substring(end.length());
            if (file.isLink()) {
                copy(first, path, copy);
            } else {
                put(first, copy, file);
            }
        });
        inside.remove(end);
    }

    private void put(String link, String path, FileEntry entry) {
        try {
            BundlePath.check(path);
        } catch (IllegalArgumentException e) {
            throw tooLong(link);
        }
        if (result.putIfAbsent(path, entry) == null && result.size() > most) {
            throw new BadLink(
                    link,
                    "is a link that gives the bundle, with links counted as copies, more than " + most + " files.");
        }
    }

    private static BadLink tooLong(String link) {
        return new BadLink(link, "is a link whose copies would have paths that are too long.");
    }

    /** The final target of a link, a file or folder. */
    private String end(String link) {
        String at = target(link);
        for (int hops = 0; hops < MOST_HOPS; hops++) {
            Optional<String> passed = firstLinkOf(at);
            if (passed.isEmpty()) {
                if (!entries.containsKey(at) && below(at).isEmpty()) {
                    throw new BadLink(
                            link, "is a link to " + UploadRefused.quoted(at) + ", and nothing is there in the bundle.");
                }
                if ((link + "/").startsWith(at + "/") && !entries.containsKey(at)) {
                    throw new BadLink(
                            link, "is a link that goes in a circle: " + UploadRefused.quoted(at) + " has it inside.");
                }
                return at;
            }
            at = target(passed.get()) + at.substring(passed.get().length());
        }
        throw new BadLink(link, "is a link that goes in a circle, or through more than " + MOST_HOPS + " other links.");
    }

    private String target(String link) {
        return Objects.requireNonNull(ends.get(link), () -> "the link " + link + " has no target");
    }

    private Optional<String> firstLinkOf(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (ends.containsKey(path.substring(0, slash))) {
                return Optional.of(path.substring(0, slash));
            }
        }
        return Optional.of(path).filter(ends::containsKey);
    }

    /** '0' is the character after '/'. */
    private SortedMap<String, FileEntry> below(String folder) {
        return entries.subMap(folder + "/", folder + "0");
    }
}
