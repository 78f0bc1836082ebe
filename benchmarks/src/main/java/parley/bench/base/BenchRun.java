package parley.bench.base;

import java.nio.file.Files;
import java.nio.file.Path;
import parley.folders.FolderRemoval;

/**
 * One run of a part.
 *
 * @param root the checkout
 * @param arguments what stands behind the part's name
 */
public record BenchRun(Path root, Arguments arguments, BenchReport report) {

    /** What is done in a temporary folder. */
    @FunctionalInterface
    public interface Measurement {
        void run(Path folder) throws Exception;
    }

    /** The program as {@code ./parley} builds it: {@code lib/} and {@code server/}. */
    public Path program() {
        return root.resolve("cli/target/parley");
    }

    /** The command {@code parley}. */
    public Path command() {
        return root.resolve("parley");
    }

    /** Gives the measurement a folder, and deletes it afterwards. */
    public void inFolder(Measurement measurement) throws Exception {
        Path folder = Files.createTempDirectory("parley-bench");
        try {
            measurement.run(folder);
        } finally {
            FolderRemoval.delete(folder);
        }
    }
}
