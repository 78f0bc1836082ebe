package parley.cli.task;

import parley.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/** {@code parley task …}. */
@Command(
        name = "task",
        header = "Start, look at and end updates.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TaskCreate.class,
            TaskApply.class,
            TaskEdit.class,
            TaskStart.class,
            TaskList.class,
            TaskShow.class,
            TaskWatch.class,
            TaskDiff.class,
            TaskFailures.class,
            TaskExport.class,
            TaskPause.class,
            TaskResume.class,
            TaskNextWave.class,
            TaskUndo.class,
            TaskApprove.class,
            TaskDeny.class,
            TaskRetry.class,
            TaskCancel.class,
            TaskDelete.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task create ./config --name edge --expires 2h",
            "  parley task watch edge",
            "",
            "A task is named by its name, its id or the beginning of its id."
        })
public final class TaskCommand extends CommandGroup {}
