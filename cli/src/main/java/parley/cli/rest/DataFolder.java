package parley.cli.rest;

import java.nio.file.Path;
import parley.cli.terminal.Shell;

/**
 * The data folder of the server on this machine, and the files in it that the CLI reads to find the server and its key by itself.
 * Nothing is promised about whether they exist.
 */
public record DataFolder(Path path) {

    /** {@code PARLEY_DATA}, else {@code $XDG_DATA_HOME/parley/server}, else {@code ~/.local/share/parley/server}. */
    public static DataFolder usual(Shell shell) {
        Path path = shell.variable("PARLEY_DATA").map(shell::path).orElseGet(() -> shell.variable("XDG_DATA_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> shell.home().resolve(".local/share"))
                .resolve("parley/server"));
        return new DataFolder(path);
    }

    /** Where {@code parley serve} writes its URL and process id when it is ready. */
    public Path serverJson() {
        return path.resolve("server.json");
    }

    /** The API key of the first administrator. */
    public Path adminKey() {
        return path.resolve("admin.key");
    }
}
