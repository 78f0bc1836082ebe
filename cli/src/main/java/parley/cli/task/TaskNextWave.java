package parley.cli.task;

import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import parley.cli.watch.WaveLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley task next-wave TASK}. */
@Command(
        name = "next-wave",
        header = "Open the next wave of a task now, whatever is still missing for it.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley task next-wave edge"})
final class TaskNextWave extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Override
    protected ExitCode run() {
        TaskLookup tasks = new TaskLookup(rest());
        TaskRecord task = tasks.change(tasks.find(wanted), "waves/next", null);
        if (json) {
            print(task.summary().add("waves", task.json().get("waves")).build());
        } else {
            WaveLines.of(task, shell().clock()).forEach(this::say);
        }
        return ExitCode.OK;
    }
}
