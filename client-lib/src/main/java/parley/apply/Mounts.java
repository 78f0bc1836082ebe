package parley.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted below a folder, as Linux tells it in {@code /proc/self/mountinfo} (proc(5)); elsewhere nothing. */
final class Mounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private Mounts() {}

    /** The paths below {@code root}, relative to it, at which another file system, or another part of one, begins. */
    static Set<String> below(Path root) throws IOException {
        return Files.isReadable(TABLE) ? below(root, Files.readString(TABLE)) : Set.of();
    }

    static Set<String> below(Path root, String table) {
        Set<String> points = new TreeSet<>();
        for (String line : table.split("\n")) {
            String[] fields = line.split(" ");
            if (fields.length > MOUNT_POINT) {
                Path point = Path.of(unescaped(fields[MOUNT_POINT]));
                if (point.startsWith(root) && !point.equals(root)) {
                    points.add(root.relativize(point).toString());
                }
            }
        }
        return points;
    }

    /** Spaces, tabs, line feeds and backslashes are written as three octal digits; what else is not ASCII as it is. */
    private static String unescaped(String field) {
        Matcher matcher = OCTAL.matcher(field);
        return matcher.replaceAll(m -> Matcher.quoteReplacement(
                new String(new byte[] {(byte) Integer.parseInt(m.group(1), 8)}, StandardCharsets.ISO_8859_1)));
    }
}
