package parley.cli.task;

import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley task cancel TASK}. */
@Command(
        name = "cancel",
        header = "End a task for good: its tokens stop working, and clients that have not begun to apply stop.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley task cancel edge", "  parley task cancel edge --reason \"wrong file\" --yes"})
final class TaskCancel extends TaskChange {

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    TaskCancel() {
        super("cancel");
    }

    @Override
    boolean confirmed(TaskRecord task) {
        if (yes) {
            return true;
        }
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
