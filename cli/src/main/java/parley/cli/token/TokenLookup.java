package parley.cli.token;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.cli.rest.Pages;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.OneMatch;

/** Finds a token of a task by its key id or the beginning of it. */
final class TokenLookup {

    private final RestClient rest;
    private final TaskRecord task;
    private final String calledTask;

    /** @param calledTask what the operator called the task */
    TokenLookup(RestClient rest, TaskRecord task, String calledTask) {
        this.rest = rest;
        this.task = task;
        this.calledTask = calledTask;
    }

    static String path(TaskRecord task, String keyId) {
        return TaskLookup.path(task.id()) + "/tokens/" + RestClient.segment(keyId);
    }

    /** The whole key id. */
    String find(String keyId) {
        if (keyId.startsWith("parley1_")) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "This is the token itself, not its key id.",
                    "A token is named by the id that parley token list shows.",
                    "parley token list " + calledTask);
        }
        String beginning = keyId.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        new Pages(rest).forEach(TaskLookup.path(task.id()) + "/tokens", "tokens", (JsonObject token) -> {
            if (token.getString("keyId").startsWith(beginning)) {
                found.add(token.getString("keyId"));
            }
        });
        return new OneMatch(
                        "token",
                        keyId,
                        "Task " + task.name() + " has no token \"" + keyId + "\".",
                        "No key id begins with it.",
                        "parley token list " + calledTask,
                        Optional.of("unknown_token"))
                .in(found, id -> id);
    }
}
