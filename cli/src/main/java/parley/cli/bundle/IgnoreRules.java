package parley.cli.bundle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.ignore.IgnoreNode;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * What is left out of a bundle: {@code .parleyignore} at the top of the folder, then {@code --exclude}, in the syntax
 * of gitignore.
 */
final class IgnoreRules {

    static final String FILE = ".parleyignore";

    /** The largest {@code .parleyignore}. */
    private static final int MOST_BYTES = 256 * 1024;

    private final IgnoreNode rules = new IgnoreNode();

    private IgnoreRules() {}

    /** @param folder where a {@code .parleyignore} may be */
    static IgnoreRules of(Path folder, List<String> excludes) throws IOException {
        IgnoreRules ignore = new IgnoreRules();
        Path file = folder.resolve(FILE);
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                ignore.add(file, in.readNBytes(MOST_BYTES + 1));
            }
        }
        String lines = String.join("\n", excludes);
        ignore.rules.parse(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        return ignore;
    }

    private void add(Path file, byte[] text) throws IOException {
        if (text.length > MOST_BYTES) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    file + " is too large.",
                    "It has more than " + MOST_BYTES / 1024 + " KiB.",
                    "use patterns such as *.log instead of naming every file");
        }
        rules.parse(new ByteArrayInputStream(text));
    }

    /** @param path below the folder, with slashes */
    boolean leavesOut(String path, boolean folder) {
        return path.equals(FILE) || Boolean.TRUE.equals(rules.checkIgnored(path, folder));
    }
}
