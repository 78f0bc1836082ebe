package parley.apply.internal.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted below a folder, from {@code /proc/self/mountinfo} of Linux (proc(5)); elsewhere nothing. */
public final class Mounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private Mounts() {}

    /** Whether this system shows what is mounted. */
    public static boolean areKnown() {
        return Files.isReadable(TABLE);
    }

    /** The paths below {@code root}, relative to it, at which another file system, or another part of one, begins. */
    static Set<String> below(Path root) throws IOException {
        return Files.isReadable(TABLE) ? below(root, Files.readString(TABLE)) : Set.of();
    }

    static Set<String> below(Path root, String table) {
        Set<String> below = new TreeSet<>();
        for (Path point : points(table)) {
            if (point.startsWith(root) && !point.equals(root)) {
                below.add(root.relativize(point).toString());
            }
        }
        return below;
    }

    private static List<Path> points(String table) {
        return table.lines()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > MOUNT_POINT)
                .map(fields -> Path.of(unescaped(fields[MOUNT_POINT])))
                .toList();
    }

    /**
     * Where the file system, or the part of one, begins that holds this path; the same for all paths if that is
     * unknown.
     */
    static Path above(Path path) throws IOException {
        return Files.isReadable(TABLE) ? above(path, Files.readString(TABLE)) : path.getRoot();
    }

    static Path above(Path path, String table) {
        Path longest = path.getRoot();
        for (Path point : points(table)) {
            if (path.startsWith(point) && point.getNameCount() > longest.getNameCount()) {
                longest = point;
            }
        }
        return longest;
    }

    /** Spaces, tabs, line feeds and backslashes are written as three octal digits; other characters as they are. */
    private static String unescaped(String field) {
        Matcher matcher = OCTAL.matcher(field);
        return matcher.replaceAll(m -> Matcher.quoteReplacement(
                new String(new byte[] {(byte) Integer.parseInt(m.group(1), 8)}, StandardCharsets.ISO_8859_1)));
    }
}
