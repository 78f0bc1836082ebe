package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import parley.cli.base.ServerCommand;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley task retry TASK [CLIENT…]}. */
@Command(
        name = "retry",
        header = "Offer the update again to clients for which it has ended.",
        description = {
            "Without CLIENT: to all that failed, rolled back or were timed out. Named ones may also have "
                    + "declined, been",
            "cancelled, or had nothing to do. How often a client has tried before does not matter; the next offer is a",
            "new attempt. A connected client gets it at once, another one when it comes back."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley task retry edge", "  parley task retry edge web-1 web-2"})
final class TaskRetry extends ServerCommand {

    private static final Set<String> WENT_WRONG = Set.of("failed", "rolled_back", "timed_out");

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(index = "1..*", paramLabel = "CLIENT", description = "The clients' names.")
    List<String> names = List.of();

    @Override
    protected ExitCode run() {
        TaskLookup tasks = new TaskLookup(rest());
        TaskRecord task = tasks.find(wanted);
        List<String> clients = names.isEmpty() ? wentWrong(tasks, task) : names;
        List<String> again = new ArrayList<>();
        for (String client : clients) {
            JsonObject retried = rest().post(
                            TaskLookup.path(task.id()) + "/clients/" + RestClient.segment(client) + "/retry",
                            JsonObject.EMPTY_JSON_OBJECT);
            again.add(client);
            if (!json) {
                say(client + " may try again"
                        + (retried.getBoolean("connected", false)
                                ? ", and is told so."
                                : "; it is not connected: run its parley join again."));
            }
        }
        if (json) {
            JsonArrayBuilder list = Json.createArrayBuilder(again);
            print(task.summary().add("clients", list).build());
        } else if (clients.isEmpty()) {
            say("No client of " + task.name() + " has failed, rolled back or been timed out.");
        }
        return ExitCode.OK;
    }

    private static List<String> wentWrong(TaskLookup tasks, TaskRecord task) {
        return tasks.clients(task.id()).stream()
                .filter(client -> WENT_WRONG.contains(client.getString("state")))
                .map(client -> client.getString("name"))
                .toList();
    }
}
