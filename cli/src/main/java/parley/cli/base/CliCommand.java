package parley.cli.base;

import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has: the shell it runs in, {@code --json} and {@code --help}. */
public abstract class CliCommand implements Callable<Integer> {

    @Spec
    public CommandSpec spec;

    @Option(names = "--json", description = "Print JSON with stable member names (docs/cli.md).", order = 90)
    protected boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.",
            order = 99)
    boolean help;

    /** Does the work. A {@link parley.cli.terminal.CliProblem} ends it with its message and exit code. */
    protected abstract ExitCode run();

    @Override
    public final Integer call() {
        ExitCode exit = run();
        shell().out().flush();
        return exit.code();
    }

    protected final Shell shell() {
        return root().shell();
    }

    protected final GlobalOptions root() {
        return (GlobalOptions) spec.root().userObject();
    }

    /** The data folder that was named before the command. */
    protected final Optional<String> dataOption() {
        return root().server().data();
    }

    public boolean wantsJson() {
        return json;
    }

    /** Prints a line of data. */
    protected final void print(String line) {
        shell().out().println(line);
    }

    /** Prints one JSON object on one line. */
    protected final void print(JsonObject object) {
        shell().out().println(object);
    }

    /** Prints a line that is not data, to standard error. */
    protected final void say(String line) {
        shell().err().println(line);
        shell().err().flush();
    }
}
