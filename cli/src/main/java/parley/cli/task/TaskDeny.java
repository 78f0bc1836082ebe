package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import parley.cli.base.ServerCommand;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley task deny TASK CLIENT…}. */
@Command(
        name = "deny",
        header = "Shut out clients that wait for approval.",
        description = "Their sessions end, and they are not let into this task again.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley task deny edge web-1"})
final class TaskDeny extends ServerCommand {

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "CLIENT", description = "The clients' names.")
    List<String> names;

    @Override
    protected ExitCode run() {
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        for (String client : names) {
            rest().post(
                            TaskLookup.path(task.id()) + "/clients/" + RestClient.segment(client) + "/deny",
                            JsonObject.EMPTY_JSON_OBJECT);
            if (!json) {
                say(client + " is shut out.");
            }
        }
        if (json) {
            print(task.summary().add("clients", Json.createArrayBuilder(names)).build());
        }
        return ExitCode.OK;
    }
}
