package parley.cli.webhook;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley webhook enable NAME}. */
@Command(
        name = "enable",
        header = "Let a webhook go on with the first event that it did not get.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley webhook enable chat"})
final class WebhookEnable extends ServerCommand {

    @Parameters(paramLabel = "NAME|ID", description = WebhookLookup.WANTED)
    String wanted;

    @Option(names = "--from-now", description = "Leave out what has not been sent yet.")
    boolean fromNow;

    @Override
    protected ExitCode run() {
        JsonObject webhook = new WebhookLookup(rest()).find(wanted);
        JsonObject changed = rest().patch(
                        WebhookLookup.path(webhook),
                        Json.createObjectBuilder()
                                .add("enabled", true)
                                .add("fromNow", fromNow)
                                .build());
        if (json) {
            print(changed);
        } else {
            say("Webhook " + webhook.getString("name") + " is enabled.");
        }
        return ExitCode.OK;
    }
}
