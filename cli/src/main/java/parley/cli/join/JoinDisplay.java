package parley.cli.join;

import java.time.Duration;
import java.util.Optional;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.Human;
import parley.cli.terminal.ProgressBar;
import parley.cli.terminal.Shell;
import parley.client.UpdateListener;
import parley.message.ClientState;
import parley.message.Wait;
import parley.message.Welcome;

/** Says on standard error how a join goes, with a progress bar for the download. */
final class JoinDisplay implements UpdateListener, AutoCloseable {

    private final Shell shell;
    private final ProgressBar bar;
    private final boolean commands;
    private boolean connectedBefore;
    private boolean closed;

    /** {@code commands}: whether there is anything that checks the new files. */
    JoinDisplay(Shell shell, boolean commands) {
        this.shell = shell;
        this.commands = commands;
        this.bar = new ProgressBar(shell, "Downloading");
    }

    @Override
    public synchronized void connected(String url, String serverFingerprint, Welcome welcome) {
        if (connectedBefore) {
            say("Connected again.");
            return;
        }
        connectedBefore = true;
        say("Connected to " + url + "; the server has proved that it has this identity.");
        say("Task      " + ErrorText.printable(welcome.task().name()));
    }

    @Override
    public synchronized void progress(long done, long total) {
        if (!closed) {
            bar.update(done, total);
        }
    }

    @Override
    public synchronized void state(ClientState state) {
        switch (state) {
            case STAGED, APPLYING -> bar.close();
            case CHECKING -> {
                if (commands) {
                    say("Checking …");
                }
            }
            default -> {
                // the other states are the question, the bar, or the last line
            }
        }
    }

    @Override
    public synchronized void waiting(Wait wait, Optional<String> approvalCode) {
        say(approvalCode
                .map(code -> "Waiting to be let in by the operator. The code there must be " + code + ".")
                .orElse("Waiting: the server says that it is not this client's turn yet."));
    }

    @Override
    public synchronized void paused(String reason) {
        say("The operator paused the task" + because(reason));
    }

    @Override
    public synchronized void resumed(String reason) {
        say("The task goes on" + because(reason));
    }

    @Override
    public synchronized void cancelled(String reason) {
        say("The operator called the update off" + because(reason));
    }

    @Override
    public synchronized void reconnecting(Duration delay, String why) {
        say("No connection (" + ErrorText.printable(why) + "); trying again "
                + (delay.toSeconds() < 1 ? "at once." : "in " + Human.duration(delay) + "."));
    }

    /** Whether the server has let this client in. */
    synchronized boolean hasConnected() {
        return connectedBefore;
    }

    @Override
    public synchronized void close() {
        closed = true;
        bar.close();
    }

    private void say(String line) {
        bar.close();
        shell.err().println(line);
        shell.err().flush();
    }

    private static String because(String reason) {
        return reason.isBlank() ? "." : ": " + ErrorText.printable(reason);
    }
}
