package parley.cli.join;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.ProgressBar;
import parley.cli.terminal.Shell;
import parley.client.Outcome;
import parley.client.UpdateListener;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Offer;
import parley.message.Wait;
import parley.message.Welcome;

/** Shows on standard error the progress of a join, why it waits, and a progress bar of the download. */
final class JoinDisplay implements UpdateListener, AutoCloseable {

    private final Shell shell;
    private final ProgressBar bar;
    private final boolean commands;
    private final Consumer<Outcome> ended;
    private final Consumer<String> held;
    private Optional<Duration> confirm = Optional.empty();
    private Optional<Instant> confirmUntil = Optional.empty();
    private String waiting = "";
    private boolean connectedBefore;
    private boolean closed;

    /**
     * @param commands whether there is a check or run command
     * @param ended gets each outcome of a client that stays
     * @param held gets the reason why the server makes no offer now
     */
    JoinDisplay(Shell shell, boolean commands, Consumer<Outcome> ended, Consumer<String> held) {
        this.shell = shell;
        this.commands = commands;
        this.ended = ended;
        this.held = held;
        this.bar = new ProgressBar(shell, "Downloading");
    }

    /** Until when the applied update has to be confirmed, as long as it is not. */
    synchronized Optional<Instant> confirmUntil() {
        return confirmUntil;
    }

    @Override
    public synchronized void connected(String url, String serverFingerprint, Welcome welcome) {
        if (connectedBefore) {
            if (confirmUntil.isEmpty()) {
                say("Connected again.");
            }
            return;
        }
        connectedBefore = true;
        say("Connected to " + url + "; the server has proved that it has this identity.");
        say("Task      " + ErrorText.printable(welcome.task().name()));
    }

    @Override
    public synchronized void offered(Offer offer) {
        waiting = "";
    }

    @Override
    public synchronized void answered(Offer offer, Answer answer) {
        confirm = offer.terms().confirm();
        if (answer.decision() == Decision.COUNTER) {
            say("Asking to keep as it is here: " + ErrorText.printable(String.join(", ", answer.keep())));
        }
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
            case STAGED -> bar.close();
            case APPLYING -> {
                bar.close();
                waiting = "";
            }
            case CHECKING -> {
                if (commands) {
                    say("Checking …");
                }
            }
            case CONFIRMING -> confirming();
            case SUCCEEDED, FAILED, ROLLED_BACK -> confirmUntil = Optional.empty();
            default -> {
                // the question, the bar or the last line shows the other states
            }
        }
    }

    private void confirming() {
        confirmUntil = confirm.map(shell.clock().instant()::plus);
        say("Applied; waiting to be confirmed over a new connection"
                + confirmUntil
                        .map(at -> ". Without that it rolls back by itself at " + HumanFormat.time(at, shell.clock())
                                + ".")
                        .orElse("."));
    }

    @Override
    public synchronized void waiting(Wait wait, Optional<String> approvalCode) {
        String why =
                switch (wait.waitFor()) {
                    case APPROVAL ->
                        "to be let in by the operator."
                                + approvalCode
                                        .map(code -> " The code there must be " + code + ".")
                                        .orElse("");
                    case WINDOW -> "for the window in which this update may be applied" + opening(wait) + ".";
                    case OTHERS -> "for the other clients: all apply together.";
                    case WAVE -> "for its turn" + opening(wait) + ".";
                };
        if (!why.equals(waiting)) {
            waiting = why;
            say("Waiting " + why);
        }
        held.accept("The server lets this client wait " + why);
    }

    private String opening(Wait wait) {
        return wait.until()
                .map(at -> ", which comes " + HumanFormat.time(at, shell.clock()) + " ("
                        + HumanFormat.fromNow(at, shell.clock()) + ")")
                .orElse("");
    }

    @Override
    public synchronized void paused(String reason) {
        String said = "The task is paused" + because(reason);
        say(said);
        held.accept(said);
    }

    @Override
    public synchronized void resumed(String reason) {
        say("The task goes on" + because(reason));
    }

    @Override
    public synchronized void cancelled(String reason) {
        say("The operator cancelled the update" + because(reason));
    }

    @Override
    public synchronized void ended(Outcome outcome) {
        bar.close();
        confirmUntil = Optional.empty();
        ended.accept(outcome);
    }

    @Override
    public synchronized void reconnecting(Duration delay, String why) {
        if (confirmUntil.isPresent() && delay.isZero()) {
            return; // that is how an update is confirmed
        }
        say("No connection (" + ErrorText.printable(why) + "); trying again "
                + (delay.toSeconds() < 1 ? "at once." : "in " + HumanFormat.duration(delay) + "."));
    }

    /** Whether the server has admitted this client. */
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
