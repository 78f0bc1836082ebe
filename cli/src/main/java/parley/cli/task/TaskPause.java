package parley.cli.task;

import parley.cli.rest.TaskRecord;
import picocli.CommandLine.Command;

/** {@code parley task pause TASK}. */
@Command(
        name = "pause",
        header = "Pause a task: no client begins to apply until it is resumed. Clients that are applying finish.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley task pause edge", "  parley task pause edge --reason \"web-1 looks odd\""})
final class TaskPause extends TaskChange {

    TaskPause() {
        super("pause");
    }

    @Override
    String said(TaskRecord task) {
        return super.said(task) + " Resume it with: parley task resume " + wanted;
    }
}
