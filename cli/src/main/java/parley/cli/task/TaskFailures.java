package parley.cli.task;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.List;
import java.util.stream.Collectors;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.StateCell;
import parley.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley task failures TASK}. */
@Command(
        name = "failures",
        header = "Show why clients of a task failed, in groups with the same reason and first line of output.",
        description = {
            "Counts clients that failed, rolled back, were timed out or declined. Lines that differ in digits only",
            "are one group. With --json each group has the names of its clients."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley task failures edge", "  parley task failures edge --json | jq -r '.groups[0].names[]'"})
final class TaskFailures extends ServerCommand {

    /** Names in a line; --json has more. */
    private static final int SHOWN = 3;

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Override
    protected ExitCode run() {
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        JsonObject failures = rest().get(TaskLookup.path(task.id()) + "/failures");
        List<JsonObject> groups = failures.getJsonArray("groups").getValuesAs(JsonObject.class);
        if (json) {
            JsonObjectBuilder output = task.summary();
            failures.forEach(output::add);
            print(output.build());
        } else if (groups.isEmpty()) {
            say("No client of " + task.name() + " has failed.");
        } else {
            printTable(groups);
            long others = failures.getJsonNumber("others").longValue();
            if (others > 0) {
                say("More clients that failed, in still other ways: " + others);
            }
        }
        return ExitCode.OK;
    }

    private void printTable(List<JsonObject> groups) {
        Table table = new Table()
                .numbers("CLIENTS")
                .column("STATE")
                .column("REASON")
                .flexible("FIRST LINE")
                .flexible("WHO");
        for (JsonObject group : groups) {
            table.row(List.of(
                    Table.Cell.of(group.getJsonNumber("clients").toString()),
                    StateCell.cell(group.getString("state"), shell().outStyle()),
                    Table.Cell.of(group.getString("reason", "")),
                    Table.Cell.of(group.getString("line", "")),
                    Table.Cell.of(who(group))));
        }
        table.print(shell());
    }

    private static String who(JsonObject group) {
        String first = group.getJsonArray("names").getValuesAs(JsonString.class).stream()
                .limit(SHOWN)
                .map(JsonString::getString)
                .collect(Collectors.joining(", "));
        long more = group.getJsonNumber("clients").longValue() - SHOWN;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
