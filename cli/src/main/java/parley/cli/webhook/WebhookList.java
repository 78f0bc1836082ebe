package parley.cli.webhook;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Table;
import picocli.CommandLine.Command;

/** {@code parley webhook list}. */
@Command(
        name = "list",
        header = "List the webhooks: where to, how the last delivery went, dead letters.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley webhook list", "  parley webhook list --json"})
final class WebhookList extends ServerCommand {

    @Override
    protected ExitCode run() {
        List<JsonObject> webhooks = new WebhookLookup(rest()).all();
        if (json) {
            print(Json.createObjectBuilder()
                    .add("webhooks", Json.createArrayBuilder(webhooks))
                    .build());
        } else if (webhooks.isEmpty()) {
            say("There are no webhooks. Make one: parley webhook create NAME URL");
        } else {
            print(webhooks);
        }
        return ExitCode.OK;
    }

    private void print(List<JsonObject> webhooks) {
        Table table = new Table()
                .flexible("NAME")
                .column("STATE")
                .column("EVENTS")
                .column("LAST DELIVERY")
                .flexible("LAST RESULT")
                .numbers("DEAD LETTERS")
                .flexible("URL");
        webhooks.forEach(webhook -> table.row(
                webhook.getString("name"),
                state(webhook),
                events(webhook),
                time(webhook),
                webhook.getString("reason", webhook.getString("lastResult", "")),
                Integer.toString(webhook.getInt("failures")),
                webhook.getString("url")));
        table.print(shell());
    }

    private static String state(JsonObject webhook) {
        if (!webhook.getBoolean("enabled")) {
            return webhook.containsKey("reason") ? "switched off" : "disabled";
        }
        return webhook.getInt("attempts") > 0 ? "failing" : "enabled";
    }

    private static String events(JsonObject webhook) {
        String kinds = webhook.getJsonArray("events").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.joining(","));
        return kinds.isEmpty() ? "all" : kinds;
    }

    private String time(JsonObject webhook) {
        String at = webhook.getString("lastSuccess", "");
        return at.isEmpty() ? "never" : HumanFormat.fromNow(Instant.parse(at), shell().clock());
    }
}
