package parley.cli.join;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.Locale;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Human;
import parley.cli.terminal.Shell;
import parley.client.Outcome;
import parley.client.UpdateException;
import parley.message.Reason;

/** Says how a join ended: one line, or an error in three parts; and the exit code that goes with it. */
public final class Ending {

    private Ending() {}

    public static ExitCode exit(Outcome outcome) {
        return switch (outcome.state()) {
            case SUCCEEDED, NOTHING_TO_DO -> ExitCode.OK;
            case ROLLED_BACK -> ExitCode.ROLLED_BACK;
            case DECLINED, DEFERRED -> ExitCode.DECLINED;
            case REVOKED -> ExitCode.TOKEN;
            default -> ExitCode.UPDATE_FAILED;
        };
    }

    /** Prints the line of a join that ended well, or as the person wished; throws the problem of one that did not. */
    public static void print(Outcome outcome, Path folder, Shell shell) {
        String bundle = outcome.bundle()
                .map(b -> ErrorText.printable(b.name() + ", version " + b.version()))
                .orElse("the bundle");
        switch (outcome.state()) {
            case SUCCEEDED ->
                shell.out()
                        .println("Done: " + folder + " has " + bundle + " now ("
                                + Human.count(outcome.changes(), "change") + ", " + Human.size(outcome.bytes()) + ").");
            case NOTHING_TO_DO -> shell.out().println("Nothing to do: " + folder + " has " + bundle + " already.");
            case DECLINED -> {
                if (outcome.reason().filter(Reason.POLICY::equals).isEmpty()) {
                    throw problem(outcome, folder);
                }
                shell.out().println("Declined: nothing was changed, and the operator sees it.");
            }
            default -> {
                tail(outcome.output(), shell);
                throw problem(outcome, folder);
            }
        }
    }

    public static JsonObject json(Outcome outcome, Path folder) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("task", outcome.task().id())
                .add("name", outcome.task().name())
                .add("clientId", outcome.clientId())
                .add("state", outcome.state().word())
                .add("folder", folder.toString())
                .add("changes", outcome.changes())
                .add("bytes", outcome.bytes());
        outcome.reason().ifPresent(reason -> json.add("reason", reason.word()));
        if (!outcome.detail().isEmpty()) {
            json.add("detail", outcome.detail());
        }
        if (!outcome.output().isEmpty()) {
            json.add("output", outcome.output());
        }
        outcome.bundle()
                .ifPresent(bundle -> json.add(
                        "bundle",
                        Json.createObjectBuilder()
                                .add("name", bundle.name())
                                .add("version", bundle.version())
                                .add("sequence", bundle.sequence())
                                .add("sha256", bundle.sha256().text())));
        return json.build();
    }

    /** A run that had no outcome. */
    public static CliProblem problem(UpdateException e) {
        ExitCode exit =
                switch (e.problem()) {
                    case UNREACHABLE -> ExitCode.UNREACHABLE;
                    case WRONG_SERVER, EXPIRED, REVOKED, USED_UP, TASK_ENDED, DENIED, SUITE -> ExitCode.TOKEN;
                    case NAME_TAKEN -> ExitCode.USAGE;
                    case HANDLER -> ExitCode.UPDATE_FAILED;
                    default -> ExitCode.FAILED;
                };
        return new CliProblem(
                exit, e.getMessage(), e.why(), e.next(), e.problem().name().toLowerCase(Locale.ROOT), e);
    }

    private static CliProblem problem(Outcome outcome, Path folder) {
        String what =
                switch (outcome.state()) {
                    case ROLLED_BACK -> "The update was rolled back; " + folder + " is as it was before.";
                    case DECLINED -> "The update was declined; nothing was changed.";
                    case DEFERRED -> "The update was put off; nothing was changed.";
                    case CANCELLED -> "The operator called the update off; " + folder + " is as it was before.";
                    case TIMED_OUT -> "The server has stopped waiting for this client.";
                    case REVOKED -> "The operator revoked this client.";
                    default -> "The update failed; " + folder + " is as it was before.";
                };
        String reason = outcome.reason().map(Reason::word).orElse("");
        String why = outcome.detail().isBlank()
                ? reason
                : reason.isEmpty() ? outcome.detail() : reason + ": " + outcome.detail();
        return new CliProblem(
                exit(outcome),
                what,
                why,
                outcome.reason().map(r -> hint(r, folder)).orElse(""));
    }

    private static String hint(Reason reason, Path folder) {
        return switch (reason) {
            case NO_SPACE -> "make room on the file system of " + folder + ", then run the same command again";
            case PERMISSION ->
                "run this as a user who may write to " + folder + ", or choose another folder: --to FOLDER";
            case CHECK_FAILED, RUN_FAILED -> "look at what the command said above; the operator sees it too";
            case DOWNLOAD_LOST, INTERNAL -> "run the same command again";
            case PATH_REFUSED -> "tell the operator: the bundle has a path that this machine cannot take";
            case DOWNGRADE -> "ask the operator for a task that allows a downgrade";
            default -> "ask the operator";
        };
    }

    private static void tail(String output, Shell shell) {
        ErrorText.printable(output).lines().forEach(line -> shell.err().println("  | " + line));
    }
}
