package parley.cli.task;

import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task pause TASK}. */
@Command(
        name = "pause",
        header = "Hold a task: no client begins to apply until it goes on. What is being applied is finished.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley task pause edge", "  parley task pause edge --reason \"web-1 looks odd\""})
final class TaskPause extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the clients and the audit log are told.")
    String reason;

    @Override
    protected ExitCode run() {
        TaskLookup tasks = new TaskLookup(rest());
        TaskRecord paused = tasks.change(tasks.find(wanted), "pause", reason);
        if (json) {
            print(paused.summary().build());
        } else {
            say("Task " + paused.name() + " is " + paused.state() + ". It goes on with: parley task resume " + wanted);
        }
        return ExitCode.OK;
    }
}
