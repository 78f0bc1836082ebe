package parley.cli.base;

import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import picocli.CommandLine.Option;

/** {@code --yes}, for commands that ask before they change something; a mixin of picocli. */
public final class YesOption {

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    /** As {@link #agreed(Shell, String, String, String)}; the hint names {@code --yes}. */
    public boolean agreed(Shell shell, String asker, String question) {
        return agreed(shell, asker, question, "add --yes to agree beforehand");
    }

    /**
     * Whether the change may be made: {@code --yes} was given, or a person said so now.
     *
     * @param asker what asks, as the subject of a sentence, for example "parley restore"
     * @param hint what to do where nobody can be asked
     * @throws CliProblem when nobody agreed beforehand and there is nobody to ask
     */
    public boolean agreed(Shell shell, String asker, String question, String hint) {
        if (yes) {
            return true;
        }
        if (!shell.canAsk()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    asker + " asks first, and there is no one to ask.",
                    "Standard input and error are not a terminal.",
                    hint);
        }
        return shell.confirm(question);
    }
}
