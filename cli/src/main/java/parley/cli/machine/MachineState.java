package parley.cli.machine;

import java.nio.file.Path;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import parley.folders.UnknownFolderException;

/** Where the client library keeps what this user's clients remember of their servers. */
public final class MachineState {

    private MachineState() {}

    /**
     * {@code $XDG_STATE_HOME/parley}, else {@code ~/.local/state/parley}.
     *
     * @throws CliProblem if neither is known
     */
    public static Path folder(Shell shell) {
        try {
            return shell.folders().state();
        } catch (UnknownFolderException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    e.what(),
                    e.why(),
                    "export " + e.variable() + "=DIR, a folder that stays and that this user may write",
                    e);
        }
    }
}
