package parley.client.internal.connection;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.client.UpdateException;
import parley.client.internal.concurrent.Alarms;
import parley.client.internal.concurrent.Mailbox;
import parley.client.internal.failure.FailureTexts;
import parley.client.internal.failure.SessionEnd;
import parley.client.internal.failure.SessionEnd.Kind;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.client.internal.negotiation.GuardedListener;
import parley.message.Message;
import parley.protocol.CloseCode;
import parley.protocol.StaticKey;
import parley.protocol.Wire;

/**
 * Keeps the connection to the server: tries the URLs of the token in order, backs off between the connections, and
 * comes back after transient failures. Used in the client's mailbox.
 */
public final class ConnectionManager {

    /** The client that uses the connections. */
    public interface Owner extends Connection.Owner {

        /** There is no connection now; returns whether another one is wanted. */
        boolean disconnected();

        /** Whether an applied update waits for its confirmation; then the manager hurries and does not give up. */
        boolean confirming();

        /** The name under which a server last admitted this client. */
        Optional<String> calledBefore();

        /** The server refused for good, or this client refused the server. */
        void refused(UpdateException why);

        /** No URL led to the server, and this client, never admitted, has used up its rounds. */
        void unreachable(UpdateException why);
    }

    private static final Duration NEARLY_A_SESSION_LIFE = Wire.SESSION_LIFE.minusHours(1);
    /** How long a server may hold a session that its client has lost. */
    private static final Duration HELD_AT_MOST = Wire.SILENCE.plus(Wire.HANDSHAKE_TIMEOUT);

    private static final Duration LONGEST_WHILE_CONFIRMING = Duration.ofSeconds(5);
    /** How often in a row a client comes back to a failing server: some minutes with the usual back-off. */
    private static final int MOST_FAILURES = 10;

    private final RunSettings settings;
    private final StaticKey key;
    private final Mailbox mailbox;
    private final GuardedListener listener;
    private final Owner owner;
    private final Backoff backoff;

    private Iterator<String> urls = Collections.emptyIterator();
    private Round round = new Round();
    private String url = "";
    private @Nullable Connection connection;
    private int connections;
    private boolean everWelcomed;
    private boolean atOnce;
    private Optional<String> failure = Optional.empty();
    private boolean leftOneBehind;
    private int serverFailures;
    private Alarms.@Nullable Alarm nextRound;

    public ConnectionManager(
            RunSettings settings, StaticKey key, Mailbox mailbox, GuardedListener listener, Owner owner) {
        this.settings = settings;
        this.key = key;
        this.mailbox = mailbox;
        this.listener = listener;
        this.owner = owner;
        this.backoff = new Backoff(settings.jitter());
    }

    /** The URL of the present try; empty before the first. */
    public String url() {
        return url;
    }

    public void begin() {
        round = new Round();
        urls = settings.token().urls().iterator();
        next();
    }

    private void next() {
        if (!urls.hasNext()) {
            over();
            return;
        }
        String to = urls.next();
        url = to;
        listener.tell(l -> l.connecting(to));
        Connection next = new Connection(settings.token(), key, settings.random(), settings.clock(), mailbox, owner);
        connection = next;
        next.open(settings.transport(), URI.create(to + Wire.PATH), this::ended);
    }

    private void ended(SessionEnd end) {
        connection = null;
        failure = end.kind() == Kind.FINISHED ? Optional.empty() : Optional.of(url + ": " + end.why());
        if (!owner.disconnected()) {
            return;
        }
        round.add(url, end);
        countFailures(end);
        if (takenOverFromBehind(end)) {
            over();
        } else if (end.kind() == Kind.REJECTED) {
            owner.refused(FailureTexts.rejected(end.why()));
        } else if (end.kind() == Kind.CLOSED && !passes(end)) {
            owner.refused(why(end.close().orElseThrow()));
        } else if (end.welcomed()) {
            over();
        } else {
            next();
        }
    }

    private UpdateException why(SessionEnd.Close close) {
        Optional<String> before = owner.calledBefore().filter(name -> !name.equals(settings.name()));
        return close.code() == CloseCode.NAME_TAKEN && before.isPresent()
                ? FailureTexts.keyOfAnother(close, before.get(), settings.name())
                : FailureTexts.closed(close);
    }

    /**
     * Whether the session that has taken over may be an earlier one of this client: it was cut, and the server still
     * holds it. Then the client comes back, once for each such session; so of two processes with the same key one
     * always ends.
     */
    private boolean takenOverFromBehind(SessionEnd end) {
        boolean held = leftOneBehind && end.life().compareTo(HELD_AT_MOST) < 0;
        boolean noSession = end.kind() == Kind.UNREACHABLE || end.kind() == Kind.HANDSHAKE;
        leftOneBehind = noSession ? leftOneBehind : end.close().isEmpty();
        return held
                && end.close()
                        .filter(close -> close.code() == CloseCode.REPLACED)
                        .isPresent();
    }

    /** Failures in a row: any other end of a session shows that the server works. */
    private void countFailures(SessionEnd end) {
        if (isFailure(end)) {
            serverFailures++;
        } else if (end.welcomed()) {
            serverFailures = 0;
        }
    }

    /** The server failed, or this end or the network was too slow to say hello in time. Both may pass. */
    private static boolean isFailure(SessionEnd end) {
        return end.close()
                .filter(close -> close.code() == CloseCode.INTERNAL || close.code() == CloseCode.IDLE)
                .isPresent();
    }

    /** A busy server says when to come back; a failure may pass; every session ends after its life. */
    private boolean passes(SessionEnd end) {
        if (isFailure(end)) {
            boolean letIn = everWelcomed || end.welcomed();
            return serverFailures < (letIn ? MOST_FAILURES : settings.connections());
        }
        CloseCode code = end.close().orElseThrow().code();
        boolean longEnough = settings.stay() || end.life().compareTo(NEARLY_A_SESSION_LIFE) > 0;
        return code == CloseCode.BUSY || code == CloseCode.DONE && end.welcomed() && longEnough;
    }

    private void over() {
        everWelcomed |= round.welcomed;
        if (round.welcomed && serverFailures == 0) {
            backoff.reset();
        }
        connections++;
        if (!everWelcomed && connections >= settings.connections() && !owner.confirming()) {
            owner.unreachable(FailureTexts.unreachable(round.failures, round.answered));
            return;
        }
        Duration delay = delay(round.retryAfter);
        String why = round.lastWhy;
        listener.tell(l -> l.reconnecting(delay, why));
        nextRound = mailbox.after(delay, this::begin);
    }

    private Duration delay(Duration retryAfter) {
        if (atOnce) {
            atOnce = false;
            return Duration.ZERO;
        }
        Duration usual = backoff.next(retryAfter);
        boolean hurry = owner.confirming() && usual.compareTo(LONGEST_WHILE_CONFIRMING) > 0;
        return hurry && retryAfter.isZero() ? LONGEST_WHILE_CONFIRMING : usual;
    }

    public void send(Message message) {
        if (connection != null) {
            connection.send(message);
        }
    }

    public void whenHeard(Runnable work) {
        if (connection != null) {
            connection.whenHeard(work);
        }
    }

    /** See {@link Connection#approvalCode}; only within a session. */
    public String approvalCode(byte[] reveal) throws UnexpectedMessageException {
        if (connection == null) {
            throw new IllegalStateException("there is no session");
        }
        return connection.approvalCode(reveal);
    }

    /** Why the last connection ended; empty if this client left it by itself, or there was none. */
    public Optional<String> whyNotConnected() {
        return failure;
    }

    /** Leaves the present session, if there is one, and makes a new connection at once. */
    public void renew(String why) {
        if (connection != null) {
            connection.leave(why);
            atOnce = true;
        }
    }

    /** Tells the owner that there is no connection, after the close of the present one if there is one. */
    public void leave(String why) {
        if (connection != null) {
            connection.leave(why);
            return;
        }
        if (nextRound != null) {
            nextRound.cancel();
        }
        mailbox.post(owner::disconnected);
    }

    /** Releases everything; nothing more is received. */
    public void cut() {
        if (connection != null) {
            connection.cut();
        }
    }

    /** The result of one round of tries. */
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
