package parley.cli.webhook;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley webhook disable NAME}. */
@Command(
        name = "disable",
        header = "Send nothing more to a webhook; what happens meanwhile waits for it.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley webhook disable chat"})
final class WebhookDisable extends ServerCommand {

    @Parameters(paramLabel = "NAME|ID", description = WebhookLookup.WANTED)
    String wanted;

    @Override
    protected ExitCode run() {
        JsonObject webhook = new WebhookLookup(rest()).find(wanted);
        JsonObject changed = rest().patch(
                        WebhookLookup.path(webhook),
                        Json.createObjectBuilder().add("enabled", false).build());
        if (json) {
            print(changed);
        } else {
            say("Webhook " + webhook.getString("name") + " is disabled.");
        }
        return ExitCode.OK;
    }
}
