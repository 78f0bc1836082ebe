package parley.cli.rest;

import java.nio.file.Path;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import parley.folders.UnknownFolderException;

/**
 * The data folder of the server on this machine, and the files in it that the CLI reads to find the server and its
 * key. They may not exist.
 */
public record ServerDataFolder(Path path) {

    /**
     * {@code PARLEY_DATA}, else {@code $XDG_DATA_HOME/parley/server}, else {@code ~/.local/share/parley/server}.
     *
     * @throws CliProblem if none of them is known
     */
    public static ServerDataFolder usual(Shell shell) {
        return new ServerDataFolder(
                shell.variable("PARLEY_DATA").map(shell::path).orElseGet(() -> {
                    try {
                        return shell.folders().serverData();
                    } catch (UnknownFolderException e) {
                        throw new CliProblem(
                                ExitCode.FAILED,
                                e.what(),
                                e.why(),
                                "name one that this user may write to: --data DIR, or export " + e.variable() + "=DIR",
                                e);
                    }
                }));
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
