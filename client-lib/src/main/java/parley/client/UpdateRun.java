package parley.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.client.SessionEnd.Kind;
import parley.client.UpdateException.Problem;
import parley.message.Hello;
import parley.message.Message;
import parley.message.TaskInfo;
import parley.message.Wait;
import parley.message.Welcome;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.StaticKey;
import parley.protocol.Wire;

/**
 * One run of a client, from the state folder to the outcome: tries the URLs in order, backs off, comes back after what
 * can pass by itself, and ends after what cannot. All of it is done by the thread that calls {@link #run}.
 */
final class UpdateRun implements Peer, Connection.Owner {

    private static final Duration NEARLY_A_SESSION_LIFE = Wire.SESSION_LIFE.minusHours(1);
    private static final Duration LONGEST_WHILE_CONFIRMING = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofDays(1);

    private final UpdateClient.Settings settings;
    private final Clock clock;
    private final Audience audience;
    private final HandlerThread handlerThread = new HandlerThread();
    private final Inbox inbox;
    private final Conversation conversation;

    private StateFolder state;
    private StaticKey key;
    private Connection connection;
    private String url;
    private boolean everWelcomed;
    private boolean ended;
    private boolean atOnce;
    private Outcome outcome;
    private UpdateException failure;
    private volatile boolean stopped;
    private Thread opening;

    UpdateRun(UpdateClient.Settings settings) {
        this.settings = settings;
        this.clock = settings.clock();
        this.audience = new Audience(settings.listener());
        this.inbox = new Inbox(clock, handlerThread::behind);
        this.handlerThread.resultsTo(inbox::post);
        this.conversation = new Conversation(settings.handler(), handlerThread, inbox, audience, clock, this);
    }

    Outcome run() throws UpdateException, InterruptedException {
        try (StateFolder opened = StateFolder.open(settings.stateFolder(), settings.token())) {
            state = opened;
            key = opened.key(settings.random());
            try {
                conversation.begin(opened.task(), recover());
                return untilTheEnd();
            } catch (UpdateException e) {
                bringToAnEnd(e.getMessage());
                throw e;
            } finally {
                inbox.close();
                boolean unfinished = outcome == null || conversation.asking();
                handlerThread.close(unfinished && !conversation.applying());
                key.destroy();
            }
        } catch (IOException | UncheckedIOException e) {
            if (stopped || Thread.interrupted()) {
                throw new InterruptedException("the client was closed");
            }
            throw stateFolder(settings.stateFolder(), e);
        }
    }

    private static UpdateException stateFolder(Path folder, Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        String why = Refusals.words(cause);
        return new UpdateException(
                Problem.STATE_FOLDER,
                "The state folder " + folder + " cannot be used.",
                Refusals.sentence(why),
                "Put that right, or choose another state folder.",
                e);
    }

    private Optional<Recovered> recover() throws UpdateException, InterruptedException {
        List<Optional<Recovered>> result = new ArrayList<>();
        handlerThread.call(settings.handler()::recover, result::add, e -> giveUp(Refusals.notRecovered(e)));
        while (result.isEmpty()) {
            throwFailure();
            inbox.runNext(clock.instant().plus(LONG));
        }
        return result.get(0);
    }

    private Outcome untilTheEnd() throws UpdateException, InterruptedException {
        Backoff backoff = new Backoff(settings.jitter());
        int rounds = 0;
        while (true) {
            Round round = round();
            if (over()) {
                return outcome;
            }
            throwFailure();
            if (round.welcomed) {
                backoff.reset();
                everWelcomed = true;
            }
            rounds++;
            if (!everWelcomed && rounds >= settings.rounds() && !conversation.confirming()) {
                throw Refusals.unreachable(round.failures, round.answered);
            }
            Duration delay = delay(backoff, round.retryAfter);
            audience.tell(l -> l.reconnecting(delay, round.lastWhy));
            await(delay);
            throwFailure();
        }
    }

    private boolean over() {
        return outcome != null && ended;
    }

    private Duration delay(Backoff backoff, Duration retryAfter) {
        if (atOnce) {
            atOnce = false;
            return Duration.ZERO;
        }
        Duration usual = backoff.next(retryAfter);
        boolean hurry = conversation.confirming() && usual.compareTo(LONGEST_WHILE_CONFIRMING) > 0;
        return hurry && retryAfter.isZero() ? LONGEST_WHILE_CONFIRMING : usual;
    }

    /** Tries the URLs in order until one lets the client in. */
    private Round round() throws InterruptedException {
        Round round = new Round();
        for (String next : settings.token().urls()) {
            SessionEnd end = connect(next);
            if (over() || failure != null) {
                return round;
            }
            round.add(next, end);
            if (end.kind() == Kind.REJECTED) {
                endAs(Refusals.rejected(end.why()));
                return round;
            }
            if (end.kind() == Kind.CLOSED && !passes(end)) {
                endAs(Refusals.closed(end.close().orElseThrow()));
                return round;
            }
            if (end.welcomed()) {
                return round;
            }
        }
        return round;
    }

    private SessionEnd connect(String to) throws InterruptedException {
        url = to;
        audience.tell(l -> l.connecting(to));
        connection = new Connection(settings.token(), key, settings.random(), clock, inbox, this);
        try {
            return connection.run(this::open, URI.create(to + Wire.PATH));
        } finally {
            connection = null;
            conversation.disconnected();
        }
    }

    // Opening is the one thing that this thread waits for elsewhere than at its inbox.
    private Transport.Link open(URI endpoint, Transport.Receiver receiver) throws IOException, InterruptedException {
        opening(Thread.currentThread());
        try {
            return settings.transport().open(endpoint, receiver);
        } finally {
            opening(null);
        }
    }

    private synchronized void opening(Thread thread) throws InterruptedException {
        opening = thread;
        if (stopped && thread != null) {
            throw new InterruptedException("the client was closed");
        }
        if (stopped) {
            Thread.interrupted();
        }
    }

    Optional<Wait> waitsFor() {
        return conversation.waitsFor();
    }

    /** Ends the run as soon as that does no harm; from any thread. */
    synchronized void stop() {
        stopped = true;
        inbox.stop();
        if (opening != null) {
            opening.interrupt();
        }
    }

    // A busy server says when to come back; every session ends after its life.
    private boolean passes(SessionEnd end) {
        CloseCode code = end.close().orElseThrow().code();
        boolean longEnough = settings.stay() || end.life().compareTo(NEARLY_A_SESSION_LIFE) > 0;
        return code == CloseCode.BUSY || code == CloseCode.DONE && end.welcomed() && longEnough;
    }

    /** There is no coming back. What is being put in force is finished first, and then counts. */
    private void endAs(UpdateException why) throws InterruptedException {
        bringToAnEnd(why.getMessage());
        Outcome before = why.problem() == Problem.TASK_ENDED ? outcome : null;
        outcome = conversation.outcome().orElse(before);
        ended = outcome != null;
        failure = ended ? null : why;
    }

    private void bringToAnEnd(String why) throws InterruptedException {
        conversation.noMoreSessions(why);
        while (conversation.applying()) {
            inbox.runNext(clock.instant().plus(LONG));
        }
    }

    private void await(Duration delay) throws InterruptedException {
        Instant until = clock.instant().plus(delay);
        do {
            inbox.runNext(until);
        } while (clock.instant().isBefore(until));
    }

    private void throwFailure() throws UpdateException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Hello hello() {
        return settings.hello(conversation.resume());
    }

    @Override
    public void welcomed(Welcome welcome) {
        String reached = url;
        audience.tell(l -> l.connected(reached, serverFingerprint(), welcome));
        describe(welcome.task());
        conversation.welcomed(welcome);
    }

    private void describe(TaskInfo task) {
        try {
            state.describe(task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String serverFingerprint() {
        return settings.token().serverKey().fingerprint();
    }

    @Override
    public void received(Message message) throws UnexpectedMessageException {
        conversation.received(message);
    }

    @Override
    public void received(Incoming.Data data) throws UnexpectedMessageException {
        conversation.received(data);
    }

    @Override
    public void send(Message message) {
        if (connection != null) {
            connection.send(message);
        }
    }

    @Override
    public String approvalCode(byte[] reveal) throws UnexpectedMessageException {
        return connection.approvalCode(reveal);
    }

    @Override
    public TaskMemory memoryOf(String taskId) {
        try {
            return state.task(taskId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void whenHeard(Runnable work) {
        if (connection != null) {
            connection.whenHeard(work);
        }
    }

    @Override
    public void reconnect(String why) {
        if (connection != null) {
            connection.leave(why);
            atOnce = true;
        }
    }

    @Override
    public void finish(Outcome end) {
        outcome = end;
        if (settings.stay()) {
            audience.tell(l -> l.ended(end));
        } else {
            ended = true;
            connection.finish();
        }
    }

    @Override
    public void giveUp(UpdateException why) {
        failure = why;
        if (connection != null) {
            connection.finish();
        }
    }

    /** What came of one round of tries. */
    private static final class Round {

        private final List<String> failures = new ArrayList<>();
        private boolean answered;
        private boolean welcomed;
        private Duration retryAfter = Duration.ZERO;
        private String lastWhy = "";

        void add(String url, SessionEnd end) {
            failures.add(url + ": " + end.why());
            answered |= end.kind() == Kind.HANDSHAKE;
            welcomed |= end.welcomed();
            lastWhy = end.why();
            if (end.retryAfter().compareTo(retryAfter) > 0) {
                retryAfter = end.retryAfter();
            }
        }
    }
}
