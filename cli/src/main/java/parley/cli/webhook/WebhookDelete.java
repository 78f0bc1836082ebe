package parley.cli.webhook;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley webhook delete NAME}. */
@Command(
        name = "delete",
        header = "Delete a webhook, with its dead letters.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley webhook delete chat"})
final class WebhookDelete extends ServerCommand {

    @Parameters(paramLabel = "NAME|ID", description = WebhookLookup.WANTED)
    String wanted;

    @Override
    protected ExitCode run() {
        JsonObject webhook = new WebhookLookup(rest()).find(wanted);
        rest().delete(WebhookLookup.path(webhook));
        if (json) {
            print(Json.createObjectBuilder()
                    .add("id", webhook.getString("id"))
                    .add("name", webhook.getString("name"))
                    .add("state", "deleted")
                    .build());
        } else {
            say("Webhook " + webhook.getString("name") + " is deleted.");
        }
        return ExitCode.OK;
    }
}
