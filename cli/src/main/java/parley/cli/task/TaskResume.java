package parley.cli.task;

import picocli.CommandLine.Command;

/** {@code parley task resume TASK}. */
@Command(
        name = "resume",
        header = "Resume a paused task.",
        description = {
            "A task that paused itself because a client dropped out goes on without the clients that have dropped out",
            "so far; parley task retry brings them back."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley task resume edge", "  parley task resume edge --reason \"web-1 is repaired\""})
final class TaskResume extends TaskChange {

    TaskResume() {
        super("resume");
    }
}
