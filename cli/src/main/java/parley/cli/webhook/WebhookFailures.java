package parley.cli.webhook;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley webhook failures NAME}. */
@Command(
        name = "failures",
        header = "List the dead letters: events that the webhook did not get.",
        description = "A gap says that events of a task were deleted before they were sent; it cannot be sent again.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley webhook failures chat"})
final class WebhookFailures extends ServerCommand {

    @Parameters(paramLabel = "NAME|ID", description = WebhookLookup.WANTED)
    String wanted;

    @Override
    protected ExitCode run() {
        JsonObject webhook = new WebhookLookup(rest()).find(wanted);
        JsonObject answer = rest().get(WebhookLookup.path(webhook) + "/failures");
        List<JsonObject> failures = answer.getJsonArray("failures").getValuesAs(JsonObject.class);
        if (json) {
            print(answer);
        } else if (failures.isEmpty()) {
            say("Webhook " + webhook.getString("name") + " has no dead letters.");
        } else {
            print(failures);
        }
        return ExitCode.OK;
    }

    private void print(List<JsonObject> failures) {
        Table table = new Table()
                .numbers("NO")
                .column("KIND")
                .numbers("EVENT")
                .column("TASK")
                .column("WHEN")
                .flexible("WHY");
        failures.forEach(failure -> table.row(
                failure.getJsonNumber("number").toString(),
                failure.getString("kind"),
                failure.getJsonNumber("event").toString(),
                failure.getString("task"),
                HumanFormat.fromNow(Instant.parse(failure.getString("at")), shell().clock()),
                failure.getString("detail")));
        table.print(shell());
    }
}
