package parley.cli.task;

import parley.cli.base.YesOption;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code parley task cancel TASK}. */
@Command(
        name = "cancel",
        header = "End a task for good: its tokens stop working, and clients that have not begun to apply stop.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley task cancel edge", "  parley task cancel edge --reason \"wrong file\" --yes"})
final class TaskCancel extends TaskChange {

    @Mixin
    YesOption yes;

    TaskCancel() {
        super("cancel");
    }

    @Override
    boolean confirmed(TaskRecord task) {
        return yes.agreed(
                shell(),
                "Cancelling a task",
                "Cancel " + task.name() + " (" + task.state() + ", " + HumanFormat.count(task.clients(), "client")
                        + ")? It cannot be opened again.",
                "parley task cancel " + wanted + " --yes");
    }
}
