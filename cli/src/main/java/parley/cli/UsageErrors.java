package parley.cli;

import java.util.List;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, with the command that was probably meant. */
final class UsageErrors implements IParameterExceptionHandler {

    private final Shell shell;

    UsageErrors(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        List<String> suggestions =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String hint = suggestions.isEmpty()
                ? name + " --help"
                : "did you mean " + String.join(" or ", suggestions) + "? See: " + name + " --help";
        String why = e instanceof UnmatchedArgumentException
                ? name + " knows no such "
                        + (command.getSubcommands().isEmpty() ? "option or argument." : "command or option.")
                : "The command line does not fit " + name + ".";
        ErrorText.print(shell, new CliProblem(ExitCode.USAGE, sentence(e.getMessage()), why, hint));
        return ExitCode.USAGE.code();
    }

    private static String sentence(String message) {
        String text = message == null ? "The command line is wrong" : message.strip();
        return text.endsWith(".") ? text : text + ".";
    }
}
