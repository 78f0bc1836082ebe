package parley.cli.task;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley task resume TASK}. */
@Command(
        name = "resume",
        header = "Resume a paused task.",
        description = {
            "A task that paused itself because of failures goes on without the clients that have ended badly so far;",
            "parley task retry brings them back. With --retry-failed they all begin another attempt."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task resume edge",
            "  parley task resume edge --retry-failed",
            "  parley task resume edge --reason \"web-1 is repaired\""
        })
final class TaskResume extends TaskChange {

    @Option(names = "--retry-failed", description = "Clients that ended badly are offered the update again.")
    boolean retryFailed;

    TaskResume() {
        super("resume");
    }

    @Override
    String action() {
        return super.action() + (retryFailed ? "?retryFailed=true" : "");
    }
}
