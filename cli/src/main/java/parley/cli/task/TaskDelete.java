package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.List;
import java.util.stream.Collectors;
import parley.cli.base.ServerCommand;
import parley.cli.base.YesOption;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code parley task delete TASK…}. */
@Command(
        name = "delete",
        header = "Delete tasks that have ended, with their clients' history.",
        description = {
            "Their reports and tokens go with them. The server forgets what their clients have: an undo does not go",
            "back to that any more, and older content is started without a question. The audit log stays."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley task delete edge", "  parley task delete edge 019abc00 --yes --json"})
final class TaskDelete extends ServerCommand {

    @Parameters(arity = "1..*", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    List<String> wanted;

    @Mixin
    YesOption yes;

    @Override
    protected ExitCode run() {
        TaskLookup lookup = new TaskLookup(rest());
        List<TaskRecord> tasks = wanted.stream().map(lookup::find).distinct().toList();
        if (!yes.agreed(shell(), "Deleting a task", question(tasks))) {
            say("Nothing was changed.");
            return ExitCode.FAILED;
        }
        JsonArrayBuilder deleted = Json.createArrayBuilder();
        for (TaskRecord task : tasks) {
            rest().delete(TaskLookup.path(task.id()));
            deleted.add(task.summary());
            if (!json) {
                say("Task " + task.name() + " is deleted.");
            }
        }
        if (json) {
            print(Json.createObjectBuilder().add("tasks", deleted).build());
        }
        return ExitCode.OK;
    }

    private static String question(List<TaskRecord> tasks) {
        return "Delete "
                + tasks.stream()
                        .map(task -> task.name() + " (" + task.state() + ", "
                                + HumanFormat.count(task.clients(), "client") + ")")
                        .collect(Collectors.joining(", "))
                + "? What the server knows of these clients from it is gone then.";
    }
}
