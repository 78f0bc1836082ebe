package parley.cli.webhook;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley webhook resend NAME NO}. */
@Command(
        name = "resend",
        header = "Send a dead letter once more. If the target takes it, it leaves the list.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley webhook resend chat 3"})
final class WebhookResend extends ServerCommand {

    @Parameters(index = "0", paramLabel = "NAME|ID", description = WebhookLookup.WANTED)
    String wanted;

    @Parameters(index = "1", paramLabel = "NO", description = "The number in parley webhook failures.")
    long number;

    @Override
    protected ExitCode run() {
        JsonObject webhook = new WebhookLookup(rest()).find(wanted);
        DeliveryAnswer answer = new DeliveryAnswer(rest().post(
                        WebhookLookup.path(webhook) + "/failures/" + number + "/resend",
                        Json.createObjectBuilder().build()));
        if (json) {
            print(answer.answer());
            return answer.exit();
        }
        if (!answer.delivered()) {
            throw answer.problem(
                    "The target of " + webhook.getString("name") + " did not take the event.",
                    "parley webhook test " + wanted);
        }
        say("The target of " + webhook.getString("name") + " " + answer.text() + "; the dead letter is gone.");
        return ExitCode.OK;
    }
}
