package parley.cli.join;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import parley.apply.Obstacle;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Shell;
import parley.client.Outcome;
import parley.client.UpdateException;
import parley.message.ClientState;
import parley.message.Reason;

/** Prints how a join ended: one line, or an error in three parts; and has the exit code. */
final class OutcomeReport {

    /** The begin of the client library's detail about files that were changed by hand. */
    private static final String BY_HAND = "changed here, and not by Parley: ";

    private final Shell shell;
    private final Path folder;
    private final boolean detailed;
    private final boolean stays;

    /**
     * @param detailed whether nothing to do has its own exit code
     * @param stays whether the client comes back by itself
     */
    OutcomeReport(Shell shell, Path folder, boolean detailed, boolean stays) {
        this.shell = shell;
        this.folder = folder;
        this.detailed = detailed;
        this.stays = stays;
    }

    ExitCode exit(Outcome outcome) {
        return switch (outcome.state()) {
            case SUCCEEDED -> ExitCode.OK;
            case NOTHING_TO_DO -> detailed ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
            case ROLLED_BACK -> ExitCode.ROLLED_BACK;
            case DECLINED -> ExitCode.DECLINED;
            case DEFERRED -> ExitCode.DEFERRED;
            case CANCELLED, TIMED_OUT, REVOKED -> ExitCode.ENDED;
            default -> ExitCode.UPDATE_FAILED;
        };
    }

    /** Prints the line of a join that succeeded, or ended as the person wanted; otherwise throws the problem. */
    void print(Outcome outcome) {
        String bundle = outcome.bundle()
                .map(b -> ErrorText.printable(b.name() + ", version " + b.version()))
                .orElse("the bundle");
        switch (outcome.state()) {
            case SUCCEEDED -> {
                shell.out()
                        .println("Done: " + folder + " has " + bundle + " now ("
                                + HumanFormat.count(outcome.changes(), "change") + ", "
                                + HumanFormat.size(outcome.bytes())
                                + " downloaded).");
                remarks(outcome.detail());
            }
            case NOTHING_TO_DO -> shell.out().println(nothingToDo(outcome));
            case DEFERRED -> shell.out().println(deferred(outcome));
            case DECLINED -> {
                if (outcome.reason().filter(Reason.POLICY::equals).isEmpty()) {
                    throw problem(outcome);
                }
                shell.out().println("Declined: nothing was changed, and the operator sees it.");
            }
            default -> {
                tail(outcome.output());
                throw problem(outcome);
            }
        }
        shell.out().flush();
    }

    /** The server's reason: there are other reasons than a folder that is up to date. */
    private String nothingToDo(Outcome outcome) {
        String why = outcome.detail().isBlank()
                ? "everything is as the update wants it"
                : ErrorText.printable(outcome.detail());
        return "Nothing to do in " + folder + ": " + why + ".";
    }

    private String deferred(Outcome outcome) {
        String until = outcome.until()
                .map(at -> HumanFormat.time(at, shell.clock()) + " (" + HumanFormat.fromNow(at, shell.clock()) + ")")
                .orElse("later");
        return "Put off until " + until + "; nothing was changed. "
                + (stays ? "This client comes back by itself." : "Run the same command again then.");
    }

    JsonObject json(Outcome outcome) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("task", outcome.task().id())
                .add("name", outcome.task().name())
                .add("clientId", outcome.clientId())
                .add("state", outcome.state().word())
                .add("folder", folder.toString())
                .add("changes", outcome.changes())
                .add("bytes", outcome.bytes());
        outcome.until().ifPresent(until -> json.add("until", until.toString()));
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

    /** For a run without an outcome; {@code letIn}: whether the server had admitted this client before. */
    static CliProblem problem(UpdateException e, boolean letIn) {
        ExitCode exit =
                switch (e.problem()) {
                    case UNREACHABLE -> ExitCode.UNREACHABLE;
                    case REVOKED, TASK_ENDED -> letIn ? ExitCode.ENDED : ExitCode.TOKEN;
                    case WRONG_SERVER, EXPIRED, USED_UP, DENIED, SUITE -> ExitCode.TOKEN;
                    case NAME_TAKEN -> ExitCode.USAGE;
                    case HANDLER -> ExitCode.UPDATE_FAILED;
                    default -> ExitCode.FAILED;
                };
        return new CliProblem(
                exit,
                e.getMessage(),
                e.why(),
                e.next(),
                Optional.of(e.problem().name().toLowerCase(Locale.ROOT)),
                e);
    }

    /** The problem of a failed update. */
    CliProblem problem(Outcome outcome) {
        String what =
                switch (outcome.state()) {
                    case ROLLED_BACK -> "The update was rolled back; " + folder + " is as it was before.";
                    case DECLINED -> "The update was declined; nothing was changed.";
                    case CANCELLED -> "The operator cancelled the update; " + folder + " is as it was before.";
                    case TIMED_OUT -> "The server has stopped waiting for this client.";
                    case REVOKED -> "The operator revoked this client.";
                    default -> "The update failed; " + folder + " is as it was before.";
                };
        return new CliProblem(
                exit(outcome),
                what,
                why(outcome.reason(), outcome.detail()),
                outcome.reason().map(reason -> hint(reason, outcome)).orElse(""));
    }

    /** {@code conflict: changed here, and not by Parley: app.conf}. */
    static String why(Optional<Reason> reason, String detail) {
        String word = reason.map(Reason::word).orElse("");
        return detail.isBlank() ? word : word.isEmpty() ? detail : word + ": " + detail;
    }

    private String hint(Reason reason, Outcome outcome) {
        boolean ofCommand = reason == Reason.CHECK_FAILED || reason == Reason.RUN_FAILED;
        if (ofCommand && outcome.state() == ClientState.DECLINED) {
            return "correct --check or --run, then run the same command again";
        }
        if (ofCommand && outcome.output().isBlank()) {
            return "run the command by hand in " + folder + " to see what it needs, then run the same command again";
        }
        return hint(reason, outcome.detail());
    }

    private String hint(Reason reason, String detail) {
        return switch (reason) {
            case NO_SPACE -> "make room on the file system of " + folder + ", then run the same command again";
            case PERMISSION ->
                detail.contains("lsattr")
                        ? "see what lsattr shows for the file, remove the protection, then run the same command again"
                        : "run this as a user who may write to " + folder + ", or choose another folder: --to FOLDER";
            case CHECK_FAILED, RUN_FAILED -> "look at what the command said above; the operator sees it too";
            case DOWNLOAD_LOST, INTERNAL -> "run the same command again";
            case PATH_REFUSED ->
                Obstacle.isNamedIn(detail)
                        ? "move away what is in the way in " + folder
                                + ", or choose another folder: --to FOLDER; then run" + " the same command again"
                        : "tell the operator: the bundle has a path that this machine cannot take";
            case DOWNGRADE -> "ask the operator for a task that allows a downgrade";
            case CONFLICT ->
                detail.startsWith(BY_HAND)
                        ? "--on-conflict overwrite takes the update and keeps a back-up of what is there now"
                        : "another program is at work in " + folder
                                + ": wait until it has ended, then run the same command" + " again";
            case CONFIRM_TIMEOUT ->
                "check that this machine reaches the server with the new files in place; the operator sees it too";
            default -> "ask the operator";
        };
    }

    /** Further remarks on a successful update, each in a line. */
    private void remarks(String detail) {
        detail.lines().findFirst().stream()
                .flatMap(line -> Stream.of(line.split("; ")).skip(1))
                .map(ErrorText::printable)
                .forEach(remark -> shell.out()
                        .println("  " + Character.toUpperCase(remark.charAt(0)) + remark.substring(1) + "."));
    }

    private void tail(String output) {
        ErrorText.printable(output).lines().forEach(line -> shell.err().println("  | " + line));
    }
}
