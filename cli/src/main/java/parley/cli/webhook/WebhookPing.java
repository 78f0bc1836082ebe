package parley.cli.webhook;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley webhook test NAME}. */
@Command(
        name = "test",
        header = "Send a ping once, and say what the target answered.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley webhook test chat"})
final class WebhookPing extends ServerCommand {

    @Parameters(paramLabel = "NAME|ID", description = WebhookLookup.WANTED)
    String wanted;

    @Override
    protected ExitCode run() {
        JsonObject webhook = new WebhookLookup(rest()).find(wanted);
        DeliveryAnswer answer = new DeliveryAnswer(rest().post(
                        WebhookLookup.path(webhook) + "/test",
                        Json.createObjectBuilder().build()));
        if (json) {
            print(answer.answer());
            return answer.exit();
        }
        if (!answer.delivered()) {
            throw answer.problem(
                    "The target of " + webhook.getString("name") + " did not take the ping.",
                    "correct the target, or the server's setting parley.webhooks.allow (docs/operations.md)");
        }
        say("The target of " + webhook.getString("name") + " " + answer.text() + ".");
        return ExitCode.OK;
    }
}
