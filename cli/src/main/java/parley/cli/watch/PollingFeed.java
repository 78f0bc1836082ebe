package parley.cli.watch;

import java.time.Duration;
import java.util.function.Consumer;
import parley.cli.rest.TaskLookup;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * Polls the task. If the server goes away, waits for at least a minute before it gives up; if it was never there,
 * fails at once.
 */
final class PollingFeed implements TaskFeed {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TaskLookup tasks;
    private final String id;
    private final Duration interval;
    private final Consumer<String> note;
    private boolean first = true;

    PollingFeed(TaskLookup tasks, String id, Duration interval, Consumer<String> note) {
        this.tasks = tasks;
        this.id = id;
        this.interval = interval;
        this.note = note;
    }

    @Override
    public Snapshot next() throws InterruptedException {
        if (first) {
            Snapshot snapshot = look();
            first = false;
            return snapshot;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Thread.sleep(interval.toMillis());
            try {
                return look();
            } catch (CliProblem e) {
                if (e.exit() != ExitCode.UNREACHABLE || System.nanoTime() > deadline) {
                    throw e;
                }
                note.accept(e.what() + " Trying again.");
            }
        }
    }

    private Snapshot look() {
        return new Snapshot(tasks.get(id), tasks.clients(id));
    }
}
