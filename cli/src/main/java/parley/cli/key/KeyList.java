package parley.cli.key;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import parley.cli.base.ServerCommand;
import parley.cli.rest.Pages;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Table;
import picocli.CommandLine.Command;

/** {@code parley key list}. */
@Command(
        name = "list",
        header = "List the API keys: names, roles and use, never the keys themselves.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley key list", "  parley key list --json"})
final class KeyList extends ServerCommand {

    @Override
    protected ExitCode run() {
        List<JsonObject> keys = new ArrayList<>();
        new Pages(rest()).forEach("/keys", "keys", keys::add);
        if (json) {
            print(Json.createObjectBuilder()
                    .add("keys", Json.createArrayBuilder(keys))
                    .build());
            return ExitCode.OK;
        }
        Table table = new Table()
                .flexible("NAME")
                .column("ROLE")
                .flexible("TASKS")
                .column("CREATED")
                .column("LAST USED")
                .column("EXPIRES")
                .column("STATE")
                .column("ID")
                .flexible("DESCRIPTION");
        keys.forEach(key -> table.row(
                key.getString("name"),
                key.getString("role"),
                key.getString("tasks", "all"),
                time(key, "created"),
                time(key, "lastUsed"),
                time(key, "expires"),
                state(key),
                key.getString("id"),
                key.getString("description", "")));
        table.print(shell());
        return ExitCode.OK;
    }

    private String state(JsonObject key) {
        if (!key.getString("revoked", "").isEmpty()) {
            return "revoked";
        }
        String expires = key.getString("expires", "");
        return !expires.isEmpty()
                        && Instant.parse(expires).isBefore(shell().clock().instant())
                ? "expired"
                : "live";
    }

    private String time(JsonObject key, String member) {
        String at = key.getString(member, "");
        return at.isEmpty() ? "never" : HumanFormat.fromNow(Instant.parse(at), shell().clock());
    }
}
