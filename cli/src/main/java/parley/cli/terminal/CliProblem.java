package parley.cli.terminal;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command with an error in three parts: what happened, why, and what to do next, if possible a command to run.
 *
 * <p>The texts are shown as they are; they must never contain a secret.
 */
public final class CliProblem extends RuntimeException {

    private final ExitCode exit;
    private final String why;
    private final String hint;
    private final Optional<String> code;

    public CliProblem(ExitCode exit, String what, String why, String hint) {
        this(exit, what, why, hint, Optional.empty(), null);
    }

    /** As above, with the exception that led here; null if none did. */
    public CliProblem(ExitCode exit, String what, String why, String hint, @Nullable Throwable cause) {
        this(exit, what, why, hint, Optional.empty(), cause);
    }

    /** As above, with the problem code that the server gave. */
    public CliProblem(ExitCode exit, String what, String why, String hint, Optional<String> code) {
        this(exit, what, why, hint, code, null);
    }

    /** As above, with both. */
    public CliProblem(
            ExitCode exit, String what, String why, String hint, Optional<String> code, @Nullable Throwable cause) {
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
        return Objects.requireNonNull(getMessage());
    }

    public String why() {
        return why;
    }

    public String hint() {
        return hint;
    }

    /** The machine-readable code of a problem that the server reported, such as {@code unknown_task}. */
    public Optional<String> code() {
        return code;
    }
}
