package parley.cli.machine;

import java.nio.file.Path;
import parley.cli.terminal.Shell;

/** Where the client library keeps what this user's clients remember of their servers. */
public final class MachineState {

    private MachineState() {}

    /** {@code $XDG_STATE_HOME/parley}, else {@code ~/.local/state/parley}. */
    public static Path folder(Shell shell) {
        return shell.variable("XDG_STATE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> shell.home().resolve(".local/state"))
                .resolve("parley");
    }
}
