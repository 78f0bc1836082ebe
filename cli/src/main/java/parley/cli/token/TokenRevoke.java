package parley.cli.token;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.cli.base.ServerCommand;
import parley.cli.rest.Pages;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.OneMatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley token revoke TASK KEYID}. */
@Command(
        name = "revoke",
        header = "Stop a join token: no new client can join with it; those that have joined go on.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley token revoke edge 3f2a91"})
final class TokenRevoke extends ServerCommand {

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(index = "1", paramLabel = "KEYID", description = "The token's key id, or its beginning.")
    String keyId;

    @Override
    protected ExitCode run() {
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        String found = find(task);
        rest().delete(TaskLookup.path(task.id()) + "/tokens/" + RestClient.segment(found));
        if (json) {
            print(Json.createObjectBuilder()
                    .add("task", task.id())
                    .add("keyId", found)
                    .add("state", "revoked")
                    .build());
        } else {
            say("Token " + found + " of " + task.name() + " is revoked; clients that have joined go on.");
        }
        return ExitCode.OK;
    }

    private String find(TaskRecord task) {
        if (keyId.startsWith("parley1_")) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "This is the token itself, not its key id.",
                    "A token is named by the id that parley token list shows.",
                    "parley token list " + wanted);
        }
        String beginning = keyId.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        new Pages(rest()).forEach(TaskLookup.path(task.id()) + "/tokens", "tokens", (JsonObject token) -> {
            if (token.getString("keyId").startsWith(beginning)) {
                found.add(token.getString("keyId"));
            }
        });
        return new OneMatch(
                        "token",
                        keyId,
                        "Task " + task.name() + " has no token \"" + keyId + "\".",
                        "No key id begins with it.",
                        "parley token list " + wanted,
                        Optional.of("unknown_token"))
                .in(found, id -> id);
    }
}
