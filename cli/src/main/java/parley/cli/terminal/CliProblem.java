package parley.cli.terminal;

import java.util.Optional;

/**
 * Ends a command with an error in three parts: what happened, why, and what to do next, if possible a command to run.
 *
 * <p>The texts are shown as they are; they must never contain a secret.
 */
public final class CliProblem extends RuntimeException {

    private final ExitCode exit;
    private final String why;
    private final String hint;
    private final String code;

    public CliProblem(ExitCode exit, String what, String why, String hint) {
        this(exit, what, why, hint, null, null);
    }

    /** As above, with the problem code that the server gave and the exception that led here; each may be null. */
    public CliProblem(ExitCode exit, String what, String why, String hint, String code, Throwable cause) {
        super(what, cause);
        this.exit = exit;
        this.why = why;
        this.hint = hint;
        this.code = code;
    }

    public ExitCode exit() {
        return exit;
    }

    public String what() {
        return getMessage();
    }

    public String why() {
        return why;
    }

    public String hint() {
        return hint;
    }

    /** The machine-readable code of a problem that the server reported, such as {@code unknown_task}. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }
}
