package parley.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import parley.client.testing.internal.FakeSession;
import parley.client.testing.internal.FakeTask;
import parley.client.testing.internal.WebSocketPort;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Pause;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Report;
import parley.message.Resume;
import parley.message.Severity;
import parley.message.TaskState;
import parley.message.Terms;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.protocol.CloseCode;
import parley.protocol.JoinToken;

/**
 * A server with one task, on a free port of 127.0.0.1, for tests of applications that are updated by
 * {@code parley.client.UpdateClient}.
 *
 * <pre>{@code
 * try (FakeServer server = FakeServer.start().file("app.json", "{\"colour\":\"blue\"}");
 *         UpdateClient client = UpdateClient.builder(server.token()).stateFolder(temp).handler(application).build()) {
 *     client.run();
 *     assertEquals(ClientState.SUCCEEDED, server.state());
 * }
 * }</pre>
 *
 * <p><b>Guaranteed.</b> It speaks the real protocol: the handshake, sealed records, downloads, acknowledged reports.
 * It offers its files to a client that has other files, and answers at once when the client has done its part, unless
 * a method of this class changes that.
 *
 * <p><b>Not guaranteed.</b> It knows one client, remembers in memory only, and checks nothing: no windows, waves,
 * rights or limits. Its speed says nothing about a real server.
 *
 * <p>Any thread may call any method. A message to a client that is not connected is lost, as with a real server;
 * lasting settings (files, terms, a pause, a hold) reach it when it connects.
 */
public final class FakeServer implements AutoCloseable {

    private final WebSocketPort port;
    private final FakeTask task;
    private volatile boolean reachable = true;
    private volatile Refused refusal;

    private FakeServer(WebSocketPort port) {
        this.port = port;
        this.task = new FakeTask(port.url());
        task.reachable = url -> reachable;
        task.instead = this::take;
        port.serve(task);
    }

    /** A server that listens and offers no file yet. */
    public static FakeServer start() {
        try {
            return new FakeServer(new WebSocketPort());
        } catch (IOException e) {
            throw new UncheckedIOException("there is no free port on 127.0.0.1", e);
        }
    }

    /** The join token of this server. */
    public JoinToken token() {
        return task.token();
    }

    /** Adds or replaces a file, in UTF-8 and with the mode 0644; a client is offered it after its next inventory. */
    public FakeServer file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds or replaces a file, with the mode 0644; a client is offered it after its next inventory. */
    public FakeServer file(String path, byte[] content) {
        task.file(path, content.clone());
        return this;
    }

    /** Sets the terms of the next offer; by default {@link Terms#plain}. */
    public FakeServer terms(Terms terms) {
        task.terms = terms;
        return this;
    }

    /** Offers confirmed commit, with this time for the confirmation. */
    public FakeServer confirmWithin(Duration time) {
        Terms now = task.terms;
        return terms(new Terms(
                Severity.MANDATORY,
                now.deferUntil(),
                now.window(),
                now.deadline(),
                now.keepLocal(),
                now.downgrade(),
                now.apply(),
                Optional.of(time)));
    }

    /** Whether an applied update is confirmed when the client comes back; by default yes. */
    public FakeServer confirms(boolean yes) {
        task.confirms = yes;
        return this;
    }

    /** Pauses the task: no offer is made, and no client may begin to apply. */
    public void pause(String reason) {
        task.pauseReason = reason;
        task.taskState = TaskState.PAUSED;
        task.say(new Pause(reason));
    }

    /** Resumes the task. */
    public void resume(String reason) {
        task.taskState = TaskState.OPEN;
        task.inSession(session -> {
            session.send(new Resume(reason));
            proceedIfStaged(session);
        });
    }

    /** From now on a staged client waits for this. */
    public void hold(WaitFor reason) {
        task.hold = new Wait(reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Ends {@link #hold}: a waiting client may apply. */
    public void release() {
        task.hold = null;
        task.inSession(this::proceedIfStaged);
    }

    private void proceedIfStaged(FakeSession session) {
        if (task.clientState == ClientState.STAGED) {
            task.proceed(session);
        }
    }

    /** Cancels the update. */
    public void cancel(String reason) {
        task.say(new Cancel(reason));
    }

    /** From now on counter-offers and deferrals are refused, for this reason. */
    public void refuse(Reason reason, String detail) {
        refusal = new Refused(task.offerId, reason, detail);
    }

    /** Makes a new attempt, however the last one ended: the client is asked for its inventory again. */
    public void offerAgain() {
        task.attempt++;
        task.offerId = "o-" + task.attempt;
        task.agreed = false;
        task.clientState = ClientState.JOINED;
        task.say(new Resume("another attempt"));
    }

    /** Breaks the present connection; the client may come back. */
    public void loseConnection() {
        task.cutLast();
    }

    /** Breaks the connection once, when the client reports this state, before the report is accepted. */
    public void loseConnectionBefore(ClientState state) {
        task.cutBefore = message -> message instanceof Report report && report.state() == state;
    }

    /** Breaks the connection once, after about this many more bytes of files. */
    public void loseConnectionAfter(long bytes) {
        task.cutAfterBytes = bytes;
    }

    /** Whether the server can be reached; if not, the present connection breaks too. */
    public void reachable(boolean yes) {
        reachable = yes;
        if (!yes) {
            task.cutLast();
        }
    }

    /** Ends the session for good, like a server that has revoked the client or whose task has ended. */
    public void close(CloseCode code) {
        task.closeLast(code);
    }

    /** The client's last inventory. */
    public Optional<Inventory> inventory() {
        List<Inventory> all = task.heard(Inventory.class);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The client's answers to offers, in order, including repeats after a lost connection. */
    public List<Answer> answers() {
        return task.heard(Answer.class);
    }

    /** The client's reports, in order, each once. */
    public List<Report> reports() {
        return task.reports();
    }

    /**
     * The client's last reported state; {@code declined} or {@code deferred} also after such an answer; at first
     * {@code joined}.
     */
    public ClientState state() {
        return task.clientState;
    }

    /**
     * Waits until the client has this state.
     *
     * @throws TimeoutException if it does not reach it in this time; names the present state
     */
    public void await(ClientState state, Duration atMost) throws TimeoutException, InterruptedException {
        await(() -> task.clientState == state, atMost, state);
    }

    private void await(BooleanSupplier there, Duration atMost, ClientState wanted)
            throws TimeoutException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (task) {
            while (!there.getAsBoolean()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new TimeoutException("the client is " + task.clientState.word() + " and not " + wanted.word()
                            + " after " + atMost);
                }
                task.wait(left);
            }
        }
    }

    private void take(FakeSession session, Message message) {
        Refused refused = refusal;
        if (message instanceof Answer answer && refused != null && refusable(answer)) {
            session.send(new Refused(answer.offer(), refused.reason(), refused.detail()));
        } else {
            task.answer(session, message);
        }
        synchronized (task) {
            task.notifyAll();
        }
    }

    private static boolean refusable(Answer answer) {
        return answer.decision() == Decision.COUNTER || answer.decision() == Decision.DEFER;
    }

    /** Stops listening and breaks the connections. */
    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
