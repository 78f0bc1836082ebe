package parley.cli.task;

import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that changes the state of a task, with a reason. */
abstract class TaskChange extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the clients and the audit log are told.")
    String reason;

    private final String change;

    /** @param change its name in REST */
    TaskChange(String change) {
        this.change = change;
    }

    /** Whether the user confirms it; otherwise the task stays as it is. */
    boolean confirmed(TaskRecord task) {
        return true;
    }

    /** The action that the server is asked for. */
    String action() {
        return change;
    }

    /** The text about the changed task. */
    String said(TaskRecord task) {
        return "Task " + task.name() + " is " + task.state() + ".";
    }

    @Override
    protected final ExitCode run() {
        TaskLookup tasks = new TaskLookup(rest());
        TaskRecord task = tasks.find(wanted);
        if (!confirmed(task)) {
            say("Nothing was changed.");
            return ExitCode.FAILED;
        }
        TaskRecord changed = tasks.change(task, action(), reason);
        if (json) {
            print(changed.summary().build());
        } else {
            say(said(changed));
        }
        return ExitCode.OK;
    }
}
