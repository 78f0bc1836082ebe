package parley.cli.key;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.cli.base.ServerCommand;
import parley.cli.rest.Pages;
import parley.cli.rest.RestClient;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.OneMatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley key revoke NAME|ID}. */
@Command(
        name = "revoke",
        header = "Stop an API key, at once and for good.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley key revoke ci"})
final class KeyRevoke extends ServerCommand {

    @Parameters(paramLabel = "NAME|ID", description = "The key's name or id.")
    String wanted;

    @Override
    protected ExitCode run() {
        JsonObject key = find();
        rest().delete("/keys/" + RestClient.segment(key.getString("id")));
        if (json) {
            print(Json.createObjectBuilder()
                    .add("id", key.getString("id"))
                    .add("name", key.getString("name"))
                    .add("state", "revoked")
                    .build());
        } else {
            say("Key " + key.getString("name") + " (" + key.getString("role") + ") is revoked.");
        }
        return ExitCode.OK;
    }

    private JsonObject find() {
        List<JsonObject> found = new ArrayList<>();
        new Pages(rest()).forEach("/keys", "keys", key -> {
            boolean live = key.getString("revoked", "").isEmpty();
            if (key.getString("id").equals(wanted)
                    || live && key.getString("name").equals(wanted)) {
                found.add(key);
            }
        });
        return new OneMatch(
                        "key",
                        wanted,
                        "There is no API key \"" + wanted + "\".",
                        "No live key has this name, and none has this id.",
                        "parley key list",
                        Optional.of("unknown_key"))
                .in(found, key -> key.getString("id") + "  " + key.getString("role"));
    }
}
