package parley.cli.task;

import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.base.YesOption;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task undo TASK}. */
@Command(
        name = "undo",
        header = "Take the clients of a task back to what they had before, by a task of its own.",
        description = {
            "Each client that has succeeded goes back to its last bundle before, if the server knows one and no later",
            "task has changed the same files. Clients come with the token that they have: those that stay",
            "(parley join --stay) at once, the others when they join again. An open task is paused."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley task undo edge --dry-run", "  parley task undo edge --yes"})
final class TaskUndo extends ServerCommand {

    private static final int NAMED = 10;

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Option(names = "--dry-run", description = "Show who would go back, and change nothing.")
    boolean dryRun;

    @Mixin
    YesOption yes;

    @Override
    protected ExitCode run() {
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        String path = TaskLookup.path(task.id()) + "/undo";
        JsonObject preview = rest().get(path);
        if (dryRun) {
            if (json) {
                print(preview);
            } else {
                show(task, preview);
            }
            return ExitCode.OK;
        }
        boolean agreed = yes.agreed(
                shell(),
                "Undoing a task",
                "Undo " + task.name() + ": " + HumanFormat.count(preview.getInt("goBack"), "client") + " back to what "
                        + "they had before, " + preview.getInt("stay") + " as they are?",
                "parley task undo " + wanted + " --yes");
        if (!agreed) {
            say("Nothing was changed.");
            return ExitCode.FAILED;
        }
        TaskRecord undo = new TaskRecord(rest().post(path, JsonObject.EMPTY_JSON_OBJECT));
        if (json) {
            print(undo.summary().add("undoes", task.id()).build());
        } else {
            say("Task " + undo.name() + " takes " + HumanFormat.count(preview.getInt("goBack"), "client") + " back.");
            say("Clients that stay come by themselves; the others when parley join runs there again.");
            say("  parley task watch " + undo.id());
        }
        return ExitCode.OK;
    }

    private void show(TaskRecord task, JsonObject preview) {
        print(ErrorText.printable(task.name() + ": " + HumanFormat.count(preview.getInt("goBack"), "client")
                + (preview.containsKey("by") ? " went back, " : " would go back, ") + preview.getInt("stay")
                + " stay as they are."));
        preview.getJsonArray("clients").getValuesAs(JsonObject.class).stream()
                .filter(client -> client.containsKey("obstacle"))
                .limit(NAMED)
                .forEach(client -> print(ErrorText.printable(
                        "  " + client.getString("name") + " stays: " + why(client.getString("obstacle")))));
        int unnamed = preview.getInt("stay") - NAMED;
        if (unnamed > 0) {
            print("  … and " + unnamed + " more; --json lists them");
        }
    }

    private static String why(String obstacle) {
        return switch (obstacle) {
            case "changed_since" -> "a later task has changed the same files";
            case "nothing_before" -> "the server knows of nothing that it had before";
            default -> obstacle;
        };
    }
}
