package parley.cli.webhook;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley webhook create NAME URL}. */
@Command(
        name = "create",
        header = "Send events to a URL from now on. The secret is shown once, on standard output.",
        description = {
            "client      a client has changed its state, or has joined",
            "progress    a client got further within its state",
            "connection  a client has come or gone",
            "task        the task itself has changed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley webhook create chat https://hooks.example.org/parley --event task > chat.secret",
            "  parley webhook create edge https://hooks.example.org/edge --task edge"
        })
final class WebhookCreate extends ServerCommand {

    enum Event {
        client,
        progress,
        connection,
        task
    }

    @Parameters(index = "0", paramLabel = "NAME", description = "What this webhook is called in lists.")
    String name;

    @Parameters(index = "1", paramLabel = "URL", description = "https://…, or what the server's configuration allows.")
    String url;

    @Option(
            names = "--event",
            paramLabel = "KIND",
            split = ",",
            description = "${COMPLETION-CANDIDATES}; repeatable (default: all).")
    List<Event> events = List.of();

    @Option(names = "--task", paramLabel = "TASK", description = "Events of this task only: name or id.")
    String task;

    @Option(names = "--disabled", description = "Send nothing before parley webhook enable.")
    boolean disabled;

    @Override
    protected ExitCode run() {
        JsonObjectBuilder request = Json.createObjectBuilder()
                .add("name", name)
                .add("url", url)
                .add(
                        "events",
                        Json.createArrayBuilder(events.stream().map(Event::name).toList()))
                .add("enabled", !disabled);
        if (task != null) {
            request.add("task", new TaskLookup(rest()).find(task).id());
        }
        JsonObject made = rest().post(WebhookLookup.PATH, request.build());
        if (json) {
            print(made);
        } else {
            say("Webhook " + name + " (id " + made.getJsonObject("webhook").getString("id")
                    + ") is made. Its secret is not shown again:");
            print(made.getString("secret"));
        }
        return ExitCode.OK;
    }
}
