package parley.message.platform;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which names a platform cannot have, and which it treats as one. The server checks when a task is created, the client
 * before it accepts an offer: both use this class, so that they agree.
 *
 * <p>Only the rules of the systems are known here, not those of a disk: Linux may have a disk that treats two
 * spellings as one name.
 */
public final class PlatformNames {

    /**
     * A path that some platform cannot have.
     *
     * @param path a file's, or that of a folder above it
     * @param why a text without the path
     */
    public record Problem(String path, String why) {}

    /**
     * What is wrong with a set of paths.
     *
     * @param first the first of them, at most {@link #MOST_NAMED}
     * @param count how many there are in all
     */
    public record Problems(List<Problem> first, int count) {

        public boolean isEmpty() {
            return count == 0;
        }
    }

    /** The most problems that are named; further ones are only counted. */
    public static final int MOST_NAMED = 20;

    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])( *)(\\..*)?");
    private static final Pattern NOT_ON_WINDOWS = Pattern.compile("[<>:\"|?*\\\\]");

    private PlatformNames() {}

    /** Why one of these platforms cannot have a path, if there is one that cannot. The path keeps the rules of §7. */
    public static Optional<String> problem(String path, Set<OperatingSystem> platforms) {
        if (!platforms.contains(OperatingSystem.WINDOWS)) {
            return Optional.empty();
        }
        for (String segment : path.split("/")) {
            Optional<String> why = onWindows(segment);
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    /**
     * Everything that is wrong with these paths if each of these platforms has to have them all: names that one cannot
     * have, and names that one confuses. Memory grows with the names, not with the depth.
     */
    public static Problems of(Collection<String> paths, Set<OperatingSystem> platforms) {
        return new Tree(platforms, true).problems(paths);
    }

    /** The same, but only names that one of these platforms confuses. */
    public static Problems confused(Collection<String> paths, Set<OperatingSystem> platforms) {
        return new Tree(platforms, false).problems(paths);
    }

    /** Equal for two paths that macOS or Windows may treat as one. */
    public static String key(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static Optional<String> onWindows(String segment) {
        if (DEVICE.matcher(segment).matches()) {
            return Optional.of("\"" + segment + "\" is the name of a device on Windows");
        }
        if (segment.endsWith(".") || segment.endsWith(" ")) {
            return Optional.of("Windows drops the dot or space at the end of \"" + segment + "\"");
        }
        if (NOT_ON_WINDOWS.matcher(segment).find()) {
            return Optional.of("\"" + segment + "\" holds a character that Windows does not take");
        }
        return Optional.empty();
    }

    /** A name in its folder. Two are the same only if they are one object. */
    private record Node(String name) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private record Place(Node folder, String name) {}

    private static final class Tree {
        private final boolean windows;
        private final boolean folding;
        private final boolean eachName;
        private final Node root = new Node("");
        private final Map<Place, Node> known = new HashMap<>();
        private final Set<Place> told = new HashSet<>();
        private final List<Problem> found = new ArrayList<>();
        private int count;

        Tree(Set<OperatingSystem> platforms, boolean eachName) {
            this.eachName = eachName;
            windows = platforms.contains(OperatingSystem.WINDOWS);
            folding = windows || platforms.contains(OperatingSystem.MACOS);
        }

        Problems problems(Collection<String> paths) {
            if (folding) {
                paths.forEach(this::add);
            }
            return new Problems(List.copyOf(found), count);
        }

        private void add(String path) {
            Node folder = root;
            int from = 0;
            while (from <= path.length()) {
                int slash = path.indexOf('/', from);
                int to = slash < 0 ? path.length() : slash;
                folder = step(folder, path, from, to);
                from = to + 1;
            }
        }

        private Node step(Node folder, String path, int from, int to) {
            String name = path.substring(from, to);
            Node made = new Node(name);
            Node other = known.putIfAbsent(new Place(folder, key(name)), made);
            if (other == null) {
                look(path, name, to);
                return made;
            }
            if (!other.name().equals(name) && told.add(new Place(folder, name))) {
                look(path, name, to);
                String whose = windows ? "macOS and Windows" : "macOS";
                String twin = path.substring(0, from) + other.name();
                note(path.substring(0, to), whose + " cannot distinguish it from " + twin);
            }
            return other;
        }

        private void look(String path, String name, int to) {
            if (windows && eachName) {
                onWindows(name).ifPresent(why -> note(path.substring(0, to), why));
            }
        }

        private void note(String path, String why) {
            count++;
            if (found.size() < MOST_NAMED) {
                found.add(new Problem(path, why));
            }
        }
    }
}
