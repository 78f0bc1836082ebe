package parley.cli.task;

import java.time.Duration;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.terminal.ExitCode;
import parley.cli.watch.TaskWatcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task watch TASK}. */
@Command(
        name = "watch",
        header = "Show the progress of a task's clients until the task or all of them have ended.",
        description = {
            "On a terminal one table that keeps itself up to date; elsewhere one line for each change.",
            "With --json one object for each change, on a line of its own.",
            "",
            "Exit code 6 when a client ended as failed, rolled_back, timed_out or revoked; else 0."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley task watch edge", "  parley task watch edge --json"})
final class TaskWatch extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String task;

    @Option(names = "--every", paramLabel = "TIME", description = "How often to look (default: 1s).")
    Duration every = TaskWatcher.INTERVAL;

    @Override
    protected ExitCode run() {
        String id = new TaskLookup(rest()).find(task).id();
        return new TaskWatcher(shell(), rest(), json).every(every).watch(id);
    }
}
