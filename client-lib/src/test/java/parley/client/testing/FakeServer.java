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
 * <p><b>Guaranteed.</b> It speaks the real protocol: the handshake, sealed records, downloads, acknowledged reports. It
 * offers what its files are to whom has something else, and gives its word as soon as the client has done its part,
 * unless it was told otherwise.
 *
 * <p><b>Not guaranteed.</b> It knows one client, remembers in memory only, and judges nothing: no windows, waves,
 * rights or
 * limits. It is no measure for a real server.
 *
 * <p>Any thread may call any method. What is said to a client that is not connected is lost, as it would be in reality;
 * what holds (files, terms, a pause, a hold) it hears when it connects.
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

    /** The token that leads here. */
    public JoinToken token() {
        return task.token();
    }

    /** Adds or replaces a file, in UTF-8 and with the mode 0644; a client hears of it when it looks the next time. */
    public FakeServer file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds or replaces a file, with the mode 0644; a client hears of it when it looks the next time. */
    public FakeServer file(String path, byte[] content) {
        task.file(path, content.clone());
        return this;
    }

    /** On what terms the next offer is made; at first those of {@link Terms#plain}. */
    public FakeServer terms(Terms terms) {
        task.terms = terms;
        return this;
    }

    /** Offers confirmed commit, with so much time for it. */
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

    /** Whether what was applied is confirmed when the client comes back; it is at first. */
    public FakeServer confirms(boolean yes) {
        task.confirms = yes;
        return this;
    }

    /** Pauses the task: no offer is made, and nobody may begin to apply. */
    public void pause(String reason) {
        task.pauseReason = reason;
        task.taskState = TaskState.PAUSED;
        task.say(new Pause(reason));
    }

    /** Lets the task go on. */
    public void resume(String reason) {
        task.taskState = TaskState.OPEN;
        task.inSession(session -> {
            session.send(new Resume(reason));
            proceedIfStaged(session);
        });
    }

    /** From now on whoever has staged waits for that. */
    public void hold(WaitFor reason) {
        task.hold = new Wait(reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Lets go of whoever was held. */
    public void letGo() {
        task.hold = null;
        task.inSession(this::proceedIfStaged);
    }

    private void proceedIfStaged(FakeSession session) {
        if (task.clientState == ClientState.STAGED) {
            task.proceed(session);
        }
    }

    /** Calls the update off. */
    public void cancel(String reason) {
        task.say(new Cancel(reason));
    }

    /** From now on counter-offers and deferrals are refused, for that reason. */
    public void refuse(Reason reason, String detail) {
        refusal = new Refused(task.offerId, reason, detail);
    }

    /** Makes a new attempt, whatever came of the last one: the client is asked to look again. */
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

    /** Breaks the connection as soon as the client reports this state, before that is taken; once. */
    public void loseConnectionBefore(ClientState state) {
        task.cutBefore = message -> message instanceof Report report && report.state() == state;
    }

    /** Breaks the connection after about so many more bytes of files; once. */
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

    /** Ends the session for good, as a server does that revoked the client, or whose task has ended. */
    public void close(CloseCode code) {
        task.closeLast(code);
    }

    /** What the client says it has, as it said last. */
    public Optional<Inventory> inventory() {
        List<Inventory> all = task.heard(Inventory.class);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** What the client said to offers, in order, repetitions after a lost connection included. */
    public List<Answer> answers() {
        return task.heard(Answer.class);
    }

    /** What the client reported, in order, each report once. */
    public List<Report> reports() {
        return task.reports();
    }

    /**
     * What the client reported last, {@code declined} or {@code deferred} also when it answered so; at first
     * {@code joined}.
     */
    public ClientState state() {
        return task.clientState;
    }

    /**
     * Waits until the client has come to this state.
     *
     * @throws TimeoutException when it does not in that time; says where it stands
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

    /** Stops to listen and breaks the connections. */
    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
