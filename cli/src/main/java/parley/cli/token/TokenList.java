package parley.cli.token;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.cli.base.ServerCommand;
import parley.cli.rest.Pages;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.StateCell;
import parley.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley token list TASK}. */
@Command(
        name = "list",
        header = "List a task's join tokens: public ids, use and expiry, never the tokens themselves.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley token list edge", "  parley token list edge --json"})
final class TokenList extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Override
    protected ExitCode run() {
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        List<JsonObject> tokens = new ArrayList<>();
        new Pages(rest()).forEach(TaskLookup.path(task.id()) + "/tokens", "tokens", tokens::add);
        if (json) {
            print(Json.createObjectBuilder()
                    .add("tokens", Json.createArrayBuilder(tokens))
                    .build());
        } else if (tokens.isEmpty()) {
            say("Task " + task.name() + " has no tokens. Make one: parley token create " + wanted);
        } else {
            print(tokens);
        }
        return ExitCode.OK;
    }

    private void print(List<JsonObject> tokens) {
        Table table = new Table()
                .column("KEY ID")
                .column("STATE")
                .numbers("USED")
                .column("EXPIRES")
                .column("LAST USED")
                .flexible("FOR")
                .flexible("DESCRIPTION");
        for (JsonObject token : tokens) {
            table.row(List.of(
                    Table.Cell.of(token.getString("keyId")),
                    StateCell.cell(token.getString("state"), shell().outStyle()),
                    Table.Cell.of(token.getInt("used", 0) + " of " + token.getInt("maxClients", 0)),
                    Table.Cell.of(time(token, "expires").orElse("")),
                    Table.Cell.of(time(token, "lastUsed")
                            .map(at -> at + " by " + token.getString("lastUsedBy"))
                            .orElse("never")),
                    Table.Cell.of(token.getString("name", "any client")),
                    Table.Cell.of(token.getString("description", ""))));
        }
        table.print(shell());
    }

    private Optional<String> time(JsonObject token, String member) {
        return Optional.ofNullable(token.getString(member, null))
                .map(at -> HumanFormat.fromNow(Instant.parse(at), shell().clock()));
    }
}
