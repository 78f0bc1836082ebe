package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import parley.cli.base.ServerCommand;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code parley task deny TASK [CLIENT…]}. */
@Command(
        name = "deny",
        header = "Shut out clients that wait for approval.",
        description = "Their sessions end, and they are not let into this task again.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley task deny edge web-1", "  parley task deny edge --label site=nowhere"})
final class TaskDeny extends ServerCommand {

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(index = "1..*", paramLabel = "CLIENT", description = "The clients' names.")
    List<String> names = List.of();

    @Mixin
    LabelSelectors labels = new LabelSelectors();

    @Override
    protected ExitCode run() {
        if (names.isEmpty() && !labels.areGiven()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "No client is named.",
                    "parley task deny shuts out only clients that are named or match --label.",
                    "parley task approve " + wanted + " shows the clients that wait");
        }
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        List<String> denied = names.isEmpty() ? denyMany(task) : denyEach(task);
        if (json) {
            print(task.summary().add("clients", Json.createArrayBuilder(denied)).build());
        } else if (denied.isEmpty()) {
            say("No waiting client of " + task.name() + " has these labels.");
        }
        return ExitCode.OK;
    }

    private List<String> denyMany(TaskRecord task) {
        return new ManyClients(
                        rest(),
                        task,
                        "deny",
                        client -> sayDenied(client.getString("name")),
                        client -> say(client.getString("name") + " is not shut out: " + client.getString("detail")))
                .matching(labels.joined());
    }

    private List<String> denyEach(TaskRecord task) {
        for (String client : names) {
            rest().post(
                            TaskLookup.path(task.id()) + "/clients/" + RestClient.segment(client) + "/deny",
                            JsonObject.EMPTY_JSON_OBJECT);
            sayDenied(client);
        }
        return names;
    }

    private void sayDenied(String client) {
        if (!json) {
            say(client + " is shut out.");
        }
    }
}
