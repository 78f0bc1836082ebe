package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.StateCell;
import parley.cli.terminal.Table;
import parley.message.TaskState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley task list}. */
@Command(
        name = "list",
        header = "List the tasks.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task list",
            "  parley task list --state open --json",
            "  parley task list --task-label team=web"
        })
final class TaskList extends ServerCommand {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only tasks in this state: draft, open, paused, finished, cancelled or expired.")
    String state;

    @Option(
            names = "--task-label",
            paramLabel = "SELECTOR",
            description = "Only tasks whose own labels match: team=web, \"env in (test,stage)\", '!canary'.")
    String labels;

    @Override
    protected ExitCode run() {
        checkState();
        List<TaskRecord> tasks = new TaskLookup(rest()).list(Optional.ofNullable(state), Optional.ofNullable(labels));
        if (json) {
            JsonArrayBuilder list = Json.createArrayBuilder();
            tasks.forEach(task -> list.add(task.output()));
            print(Json.createObjectBuilder().add("tasks", list).build());
        } else if (tasks.isEmpty()) {
            say("There are no tasks" + (state == null ? "" : " in state " + state)
                    + (labels == null ? "" : " with labels " + labels)
                    + ". Start one: parley task create DIR");
        } else {
            print(tasks);
        }
        return ExitCode.OK;
    }

    private void checkState() {
        if (state != null
                && Arrays.stream(TaskState.values())
                        .noneMatch(known -> known.word().equals(state))) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "There is no state \"" + state + "\".",
                    "A task is draft, open, paused, finished, cancelled or expired.",
                    "parley task list --state open");
        }
    }

    private void print(List<TaskRecord> tasks) {
        Clock clock = shell().clock();
        Table table = new Table()
                .flexible("NAME")
                .column("STATE")
                .numbers("CLIENTS")
                .flexible("BUNDLE")
                .column("CREATED")
                .column("EXPIRES")
                .column("ID");
        for (TaskRecord task : tasks) {
            table.row(List.of(
                    Table.Cell.of(task.name()),
                    StateCell.cell(task.state(), shell().outStyle()),
                    Table.Cell.of(Integer.toString(task.clients())),
                    Table.Cell.of(task.bundle().getString("name", "")),
                    Table.Cell.of(task.time("created")
                            .map(at -> HumanFormat.fromNow(at, clock))
                            .orElse("")),
                    Table.Cell.of(
                            task.terminal()
                                    ? ""
                                    : task.time("expires")
                                            .map(at -> HumanFormat.fromNow(at, clock))
                                            .orElse("")),
                    Table.Cell.of(task.id())));
        }
        table.print(shell());
    }
}
