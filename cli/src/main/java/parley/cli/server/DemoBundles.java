package parley.cli.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import parley.folders.FolderRemoval;

/**
 * The demo's two versions of one bundle: the given files, and an older version with one file less, one more, and one
 * that differs.
 */
final class DemoBundles {

    private DemoBundles() {}

    /** Copies {@code from} without {@code .parley}. */
    static void copy(Path from, Path to) throws IOException {
        FolderTree.copy(from, to);
        FolderRemoval.delete(to.resolve(".parley"));
    }

    /** Makes {@code older} so that an update from it to {@code current} adds, replaces and removes files. */
    static void makeOlder(Path current, Path older) throws IOException {
        FolderTree.copy(current, older);
        List<Path> files;
        try (Stream<Path> all = Files.walk(older)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        if (files.isEmpty()) {
            return;
        }
        if (files.size() > 1) {
            Files.delete(files.get(files.size() - 1));
        }
        Files.writeString(
                files.get(0), "# as it was in the older version\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        Files.writeString(older.resolve("retired-" + files.size() + ".conf"), "# no longer needed\n");
    }
}
