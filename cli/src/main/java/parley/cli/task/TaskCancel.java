package parley.cli.task;

import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task cancel TASK}. */
@Command(
        name = "cancel",
        header = "End a task for good: its tokens stop working, and clients that have not begun to apply stop.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley task cancel edge", "  parley task cancel edge --reason \"wrong file\" --yes"})
final class TaskCancel extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the clients and the audit log are told.")
    String reason;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Override
    protected ExitCode run() {
        TaskLookup tasks = new TaskLookup(rest());
        TaskRecord task = tasks.find(wanted);
        if (!yes && !confirmed(task)) {
            say("Nothing was changed.");
            return ExitCode.FAILED;
        }
        TaskRecord cancelled = tasks.change(task, "cancel", reason);
        if (json) {
            print(cancelled.summary().build());
        } else {
            say("Task " + cancelled.name() + " is " + cancelled.state() + ".");
        }
        return ExitCode.OK;
    }

    private boolean confirmed(TaskRecord task) {
        if (!shell().canAsk()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "Cancelling a task asks first, and there is no one to ask.",
                    "Standard input and error are not a terminal.",
                    "parley task cancel " + wanted + " --yes");
        }
        return shell().confirm("Cancel " + task.name() + " (" + task.state() + ", "
                + HumanFormat.count(task.clients(), "client") + ")? It cannot be opened again.");
    }
}
