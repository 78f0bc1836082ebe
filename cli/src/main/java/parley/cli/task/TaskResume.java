package parley.cli.task;

import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task resume TASK}. */
@Command(
        name = "resume",
        header = "Let a paused task go on.",
        description = {
            "A task that paused itself because a client dropped out goes on without the clients that have dropped out",
            "so far; parley task retry brings them back."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley task resume edge", "  parley task resume edge --reason \"web-1 is repaired\""})
final class TaskResume extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the clients and the audit log are told.")
    String reason;

    @Override
    protected ExitCode run() {
        TaskLookup tasks = new TaskLookup(rest());
        TaskRecord open = tasks.change(tasks.find(wanted), "resume", reason);
        if (json) {
            print(open.summary().build());
        } else {
            say("Task " + open.name() + " is " + open.state() + ".");
        }
        return ExitCode.OK;
    }
}
