package parley.cli;

import java.util.List;
import parley.cli.base.CliCommand;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley help [COMMAND… | TOPIC]}. */
@Command(
        name = "help",
        header = "Show the help of a command, or a topic: exit-codes, environment.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley help task create", "  parley help exit-codes", "  parley help environment"})
final class Help extends CliCommand {

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "A command, or exit-codes, or environment.")
    List<String> words = List.of();

    @Override
    protected ExitCode run() {
        if (words.equals(List.of("exit-codes"))) {
            exitCodes();
        } else if (words.equals(List.of("environment"))) {
            environment();
        } else {
            command().usage(shell().out());
        }
        return ExitCode.OK;
    }

    private CommandLine command() {
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                throw new CliProblem(
                        ExitCode.USAGE,
                        "There is no help on \"" + String.join(" ", words) + "\".",
                        command.getCommandSpec().qualifiedName() + " has no command " + word + ".",
                        command.getCommandSpec().qualifiedName() + " --help");
            }
            command = next;
        }
        return command;
    }

    private void exitCodes() {
        for (ExitCode exit : ExitCode.values()) {
            print(String.format("%4d  %s", exit.code(), exit.meaning()));
        }
    }

    private void environment() {
        print("PARLEY_SERVER    the server's address, as with --server");
        print("PARLEY_API_KEY   the API key; a key on the command line would be seen by every user of the machine");
        print("PARLEY_DATA      the data folder of this machine's server (default: ~/.local/share/parley/server)");
        print("XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME, HOME");
        print("                 where this user's data, state and caches belong");
        print("PARLEY_TOKEN     the join token for parley join");
        print("PARLEY_JAVA_OPTIONS");
        print("                 JVM options for the server that parley serve starts, such as -Xmx2g");
        print("PARLEY_DEBUG     set to anything: errors show their stack trace");
        print("NO_COLOR         set to anything: no colours");
    }
}
