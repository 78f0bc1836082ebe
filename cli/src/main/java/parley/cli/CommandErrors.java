package parley.cli;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import parley.cli.base.CliCommand;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints the error of a command: as text, or as one JSON object on standard error with {@code --json}. */
final class CommandErrors implements IExecutionExceptionHandler {

    private final Shell shell;

    CommandErrors(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        CliProblem problem = e instanceof CliProblem known ? known : unexpected(e);
        if (command.getCommand() instanceof CliCommand own && own.wantsJson()) {
            shell.err().println(json(problem));
        } else {
            ErrorText.print(shell, problem);
        }
        if (shell.variable("PARLEY_DEBUG").isPresent()) {
            e.printStackTrace(shell.err());
        }
        return problem.exit().code();
    }

    private static CliProblem unexpected(Exception e) {
        return new CliProblem(
                ExitCode.FAILED,
                "Parley has hit an unexpected error.",
                e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()),
                "run it again with PARLEY_DEBUG=1 to see where, and report it",
                e);
    }

    private static String json(CliProblem problem) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("error", problem.what())
                .add("why", problem.why())
                .add("hint", problem.hint())
                .add("exit", problem.exit().code());
        problem.code().ifPresent(code -> json.add("code", code));
        return json.build().toString();
    }
}
