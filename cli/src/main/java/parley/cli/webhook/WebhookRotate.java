package parley.cli.webhook;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley webhook rotate NAME}. */
@Command(
        name = "rotate",
        header = "Give a webhook a new secret. It is shown once, on standard output.",
        description = "For 24 hours each request is signed with the old secret, too.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley webhook rotate chat > chat.secret"})
final class WebhookRotate extends ServerCommand {

    @Parameters(paramLabel = "NAME|ID", description = WebhookLookup.WANTED)
    String wanted;

    @Override
    protected ExitCode run() {
        JsonObject webhook = new WebhookLookup(rest()).find(wanted);
        JsonObject made = rest().post(
                        WebhookLookup.path(webhook) + "/rotate",
                        Json.createObjectBuilder().build());
        if (json) {
            print(made);
        } else {
            say("Webhook " + webhook.getString("name") + " has a new secret; the old one signs too for 24 hours."
                    + " It is not shown again:");
            print(made.getString("secret"));
        }
        return ExitCode.OK;
    }
}
