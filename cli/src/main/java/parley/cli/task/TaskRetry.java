package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import parley.cli.base.ServerCommand;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code parley task retry TASK [CLIENT…]}. */
@Command(
        name = "retry",
        header = "Offer the update again to clients for which it has ended.",
        description = {
            "Without CLIENT: to all that failed, rolled back or were timed out. Named ones may also have declined,",
            "been cancelled, or had nothing to do. How often a client has tried before does not matter; the next",
            "offer is a new attempt. A connected client gets it at once, another one when it comes back."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task retry edge",
            "  parley task retry edge web-1 web-2",
            "  parley task retry edge --label site=berlin"
        })
final class TaskRetry extends ServerCommand {

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(index = "1..*", paramLabel = "CLIENT", description = "The clients' names.")
    List<String> names = List.of();

    @Mixin
    LabelSelectors labels = new LabelSelectors();

    @Override
    protected ExitCode run() {
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        List<String> again = names.isEmpty() ? retryMany(task) : retryEach(task);
        if (json) {
            JsonArrayBuilder list = Json.createArrayBuilder(again);
            print(task.summary().add("clients", list).build());
        } else if (again.isEmpty()) {
            say("No client of " + task.name() + (labels.areGiven() ? " with these labels" : "")
                    + " has failed, rolled back or been timed out.");
        }
        return ExitCode.OK;
    }

    private List<String> retryMany(TaskRecord task) {
        return new ManyClients(
                        rest(),
                        task,
                        "retry",
                        this::sayAgain,
                        client -> say(client.getString("name") + " is not tried again: " + client.getString("detail")))
                .matching(labels.joined());
    }

    private List<String> retryEach(TaskRecord task) {
        for (String client : names) {
            sayAgain(rest().post(
                            TaskLookup.path(task.id()) + "/clients/" + RestClient.segment(client) + "/retry",
                            JsonObject.EMPTY_JSON_OBJECT));
        }
        return names;
    }

    private void sayAgain(JsonObject client) {
        if (!json) {
            say(client.getString("name") + " may try again"
                    + (client.getBoolean("connected", false)
                            ? ", and is told so."
                            : "; it is not connected: run its parley join again."));
        }
    }
}
