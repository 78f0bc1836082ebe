package parley.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what is wrong with a command line, and the command that was probably meant. */
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
        ErrorText.print(shell, new CliProblem(ExitCode.USAGE, what(e), why(command, name), hint));
        return ExitCode.USAGE.code();
    }

    private static String what(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            boolean option = word.startsWith("-");
            boolean group = !e.getCommandLine().getSubcommands().isEmpty();
            return "\"" + word + "\" is no "
                    + (option ? "option" : group ? "command" : "argument that this " + "command takes")
                    + " here.";
        }
        return sentence(e.getMessage());
    }

    private static String why(CommandLine command, String name) {
        if (!command.getSubcommands().isEmpty()) {
            return name + " leads to: "
                    + String.join(", ", command.getSubcommands().keySet()) + ".";
        }
        StringBuilder usage = new StringBuilder("The usage is: " + name + " [OPTION]...");
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            usage.append(' ')
                    .append(parameter.paramLabel())
                    .append(parameter.arity().max() > 1 ? "..." : "");
        }
        return usage.toString();
    }

    private static String sentence(@Nullable String message) {
        String text = message == null ? "The command line is wrong" : message.strip();
        return text.endsWith(".") ? text : text + ".";
    }
}
