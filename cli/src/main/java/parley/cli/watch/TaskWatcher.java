package parley.cli.watch;

import java.time.Duration;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;

/** Follows a task until the task or all of its clients have ended. */
public final class TaskWatcher {

    /** The default interval. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Shell shell;
    private final RestClient rest;
    private final TaskDisplay view;
    private Duration interval = INTERVAL;

    public TaskWatcher(Shell shell, RestClient rest, boolean json) {
        this.shell = shell;
        this.rest = rest;
        this.view = !json && shell.terminal().outIsTerminal() ? new LiveTable(shell) : new ChangeLines(shell, json);
    }

    public TaskWatcher every(Duration time) {
        interval = time;
        return this;
    }

    /** Blocks; OK, or UPDATE_FAILED when a client ended in a state that counts as an error. */
    public ExitCode watch(String id) {
        TaskFeed feed = new PollingFeed(new TaskLookup(rest), id, interval, view::note);
        try {
            Snapshot now = feed.next();
            view.show(now);
            while (!now.ended()) {
                now = feed.next();
                view.show(now);
            }
            return now.failed() ? ExitCode.UPDATE_FAILED : ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliProblem(
                    ExitCode.INTERRUPTED, "Interrupted; the task goes on.", "", "parley task watch " + id, e);
        } finally {
            shell.out().flush();
        }
    }
}
