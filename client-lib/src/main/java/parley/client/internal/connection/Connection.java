package parley.client.internal.connection;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.client.internal.concurrent.Alarms;
import parley.client.internal.concurrent.Mailbox;
import parley.client.internal.failure.FailureTexts;
import parley.client.internal.failure.SessionEnd;
import parley.client.internal.failure.SessionEnd.Kind;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.message.Hello;
import parley.message.Message;
import parley.message.Messages;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Welcome;
import parley.message.json.MessageException;
import parley.protocol.ClientHandshake;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.JoinToken;
import parley.protocol.ProtocolException;
import parley.protocol.Session;
import parley.protocol.StaticKey;
import parley.protocol.Wire;

/**
 * One try at one URL: handshake, {@code hello}, {@code welcome}, the session with its heartbeat, and the close
 * (docs/protocol.md §4 and §6). The conversation interprets the messages. For one use, in the client's mailbox.
 */
public final class Connection {

    /** What the client sends and receives at the begin and the end of a session. */
    public interface Owner {
        Hello hello();

        void welcomed(Welcome welcome);

        void received(Message message) throws UnexpectedMessageException;

        void received(Incoming.Data data) throws UnexpectedMessageException;
    }

    private enum State {
        CONNECTING,
        AWAIT_M0,
        AWAIT_M2,
        AWAIT_WELCOME,
        OPEN,
        /** This side has sent its close. */
        CLOSING,
        /** Both sides have sent their close. */
        CLOSED,
        ENDED
    }

    /** How many pings may be unanswered before no more are sent. */
    private static final int MOST_UNANSWERED = 64;

    private final Owner owner;
    private final Clock clock;
    private final Mailbox mailbox;
    private final ClientHandshake handshake;

    private Consumer<SessionEnd> ended = end -> {};
    private Transport.@Nullable Link link;
    private State state = State.CONNECTING;
    private @Nullable Session session;
    private @Nullable Heartbeat heartbeat;
    private @Nullable Instant opened;
    private Alarms.@Nullable Alarm deadline;
    private boolean welcomed;
    private Kind closedBecause = Kind.FINISHED;
    private String closedWhy = "";
    private Optional<SessionEnd.Close> peerClose = Optional.empty();
    private final Map<Long, Runnable> heardAt = new HashMap<>();
    private long pings;
    private long pongs;

    public Connection(JoinToken token, StaticKey key, SecureRandom random, Clock clock, Mailbox mailbox, Owner owner) {
        this.handshake = new ClientHandshake(token, key, random);
        this.clock = clock;
        this.mailbox = mailbox;
        this.owner = owner;
    }

    /** Begins it; {@code whenEnded} gets, last of all, how it ended. */
    @SuppressWarnings("FutureReturnValueIgnored") // both ends are taken in whenComplete
    public void open(Transport transport, URI endpoint, Consumer<SessionEnd> whenEnded) {
        ended = whenEnded;
        mailbox.holdWire(true);
        transport
                .open(endpoint, new Wired())
                .whenComplete((made, failure) -> mailbox.post(() -> {
                    if (failure == null) {
                        opened(made);
                    } else {
                        unreachable(failure);
                    }
                }));
    }

    private void opened(Transport.Link made) {
        if (state == State.ENDED) {
            made.close(Wire.NORMAL_CLOSE);
            return;
        }
        link = made;
        Instant now = clock.instant();
        opened = now;
        state = State.AWAIT_M0;
        deadline(now.plus(Wire.HANDSHAKE_TIMEOUT));
        mailbox.holdWire(false);
    }

    private void unreachable(Throwable failure) {
        end(Kind.UNREACHABLE, FailureTexts.words(failure));
    }

    private void deadline(Instant at) {
        if (deadline != null) {
            deadline.cancel();
        }
        deadline = mailbox.after(Duration.between(clock.instant(), at), this::timeIsOver);
    }

    /** Ends it at once; nothing more is sent or received. */
    void cut() {
        state = State.ENDED;
        release();
    }

    private void release() {
        mailbox.holdWire(false);
        if (deadline != null) {
            deadline.cancel();
        }
        if (link != null) {
            link.close(Wire.NORMAL_CLOSE);
        }
        handshake.destroy();
        if (session != null) {
            session.destroy();
        }
    }

    /** There from {@link State#AWAIT_M0} on. */
    private Transport.Link link() {
        if (link == null) {
            throw new IllegalStateException("the connection has not been opened");
        }
        return link;
    }

    /** There from {@link State#AWAIT_WELCOME} on. */
    private Session session() {
        if (session == null) {
            throw new IllegalStateException("the handshake has not ended");
        }
        return session;
    }

    /** There from {@link State#OPEN} on. */
    private Heartbeat heartbeat() {
        if (heartbeat == null) {
            throw new IllegalStateException("the server has not said welcome");
        }
        return heartbeat;
    }

    /** The six digits; see {@link Session#approvalCode}. */
    String approvalCode(byte[] reveal) throws UnexpectedMessageException {
        Session session = session();
        if (!session.checkReveal(reveal)) {
            throw new UnexpectedMessageException(
                    CloseCode.MALFORMED_JSON, "the server reveals another value than it was committed to");
        }
        return session.approvalCode(reveal);
    }

    void send(Message message) {
        if (state == State.OPEN) {
            session().writer().json(Messages.encode(message), link()::send);
        }
    }

    /** Ends this connection in any phase; a session with a close, for whose answer it waits. */
    public void leave(String why) {
        if (state == State.CONNECTING || state == State.AWAIT_M0 || state == State.AWAIT_M2) {
            fail(Kind.INTERRUPTED, why);
        } else {
            close(CloseCode.DONE, Kind.FINISHED, why);
        }
    }

    /** Runs this once the server has taken everything that was sent up to now. */
    void whenHeard(Runnable work) {
        if (heardAt.size() >= MOST_UNANSWERED) {
            reject(CloseCode.LIMIT, "the server goes on sending and does not answer the close");
        } else if (state == State.OPEN) {
            ping();
            heardAt.put(pings, work);
        }
    }

    private void ping() {
        pings++;
        send(new Ping());
    }

    /** The server works in order: with the pong it has taken everything that was sent before the ping. */
    private void pong() {
        pongs++;
        Runnable work = heardAt.remove(pongs);
        if (work != null) {
            work.run();
        }
    }

    private void close(CloseCode code, Kind because, String why) {
        if (state == State.OPEN || state == State.AWAIT_WELCOME) {
            session().writer().close(code, 0, "", link()::send);
            state = State.CLOSING;
            closedBecause = because;
            closedWhy = why;
            deadline(clock.instant().plus(Wire.CLOSE_WAIT));
        }
    }

    // What is under way in this piece of work still finds everything in its place.
    private void end(Kind kind, String why) {
        if (state != State.ENDED) {
            state = State.ENDED;
            Duration life = opened == null ? Duration.ZERO : Duration.between(opened, clock.instant());
            SessionEnd end = new SessionEnd(kind, why, peerClose, welcomed, life);
            mailbox.postFirst(() -> {
                release();
                ended.accept(end);
            });
        }
    }

    private void fail(Kind kind, String why) {
        end(kind, why);
        if (link != null) {
            link.close(Wire.FAILURE_CLOSE);
        }
    }

    private void timeIsOver() {
        Instant now = clock.instant();
        switch (state) {
            case AWAIT_M0, AWAIT_M2 -> fail(Kind.HANDSHAKE, "the server did not finish the handshake in time");
            case AWAIT_WELCOME -> fail(Kind.INTERRUPTED, "the server said nothing after the handshake");
            case OPEN -> beat(now);
            case CLOSING, CLOSED -> endAsClosed();
            case CONNECTING, ENDED -> {}
        }
    }

    private void beat(Instant now) {
        if (mailbox.heldBack()) {
            heartbeat().received(now);
        }
        switch (heartbeat().beat(now)) {
            case PING -> ping();
            case DEAD -> fail(Kind.INTERRUPTED, "the server fell silent");
            case NOTHING -> {}
        }
        deadline(heartbeat().next());
    }

    private void endAsClosed() {
        end(closedBecause, closedWhy);
    }

    private void received(byte[] bytes) {
        try {
            switch (state) {
                case CONNECTING, ENDED -> {}
                case AWAIT_M0 -> {
                    link().send(handshake.consumeM0CreateM1(bytes));
                    state = State.AWAIT_M2;
                }
                case AWAIT_M2 -> {
                    link().send(handshake.consumeM2CreateM3(bytes));
                    begin(handshake.session());
                }
                default -> record(session().reader().read(bytes));
            }
        } catch (ProtocolException e) {
            boolean inHandshake = session == null;
            fail(
                    inHandshake ? Kind.HANDSHAKE : Kind.INTERRUPTED,
                    inHandshake
                            ? "what answers there is not the server of this token"
                            : "a record was damaged on the way");
        }
    }

    private void begin(Session made) {
        session = made;
        made.writer().json(Messages.encode(owner.hello()), link()::send);
        state = State.AWAIT_WELCOME;
        deadline(clock.instant().plus(Wire.SILENCE));
    }

    private void record(Incoming incoming) {
        if (heartbeat != null) {
            heartbeat.received(clock.instant());
        }
        if (incoming instanceof Incoming.Close close) {
            peerClosed(close);
        } else if (state == State.AWAIT_WELCOME || state == State.OPEN) {
            try {
                take(incoming);
            } catch (MessageException e) {
                reject(CloseCode.of(e.closeCode()), e.getMessage());
            } catch (UnexpectedMessageException e) {
                reject(e.code(), e.getMessage());
            }
            if (state == State.OPEN) {
                deadline(heartbeat().next());
            }
        }
    }

    private void take(Incoming incoming) throws MessageException, UnexpectedMessageException {
        if (incoming instanceof Incoming.Json json) {
            Message message = Messages.decode(json.utf8());
            if (state == State.OPEN) {
                owner.received(message);
                if (message instanceof Pong) {
                    pong();
                }
            } else if (message instanceof Welcome welcome) {
                state = State.OPEN;
                welcomed = true;
                heartbeat = new Heartbeat(clock.instant());
                owner.welcomed(welcome);
            } else {
                throw new UnexpectedMessageException(CloseCode.WRONG_STATE, "a message before welcome");
            }
        } else if (incoming instanceof Incoming.Data data) {
            if (state != State.OPEN) {
                throw new UnexpectedMessageException(CloseCode.WRONG_STATE, "data before welcome");
            }
            owner.received(data);
        }
    }

    private void reject(CloseCode code, String why) {
        close(code, Kind.REJECTED, why);
    }

    private void peerClosed(Incoming.Close close) {
        peerClose = Optional.of(new SessionEnd.Close(
                close.code(), close.rawCode(), Duration.ofSeconds(close.retryAfter()), close.reason()));
        if (state != State.CLOSING) {
            session().writer().close(CloseCode.DONE, 0, "", link()::send);
            closedBecause = Kind.CLOSED;
            closedWhy = close.code().sentence();
        }
        state = State.CLOSED;
        deadline(clock.instant().plus(Wire.CLOSE_WAIT));
    }

    private void lost(String why) {
        switch (state) {
            case AWAIT_M0, AWAIT_M2 -> end(Kind.HANDSHAKE, "the handshake was refused: " + why);
            case AWAIT_WELCOME, OPEN -> end(Kind.INTERRUPTED, why);
            case CLOSING, CLOSED -> endAsClosed();
            case CONNECTING, ENDED -> {}
        }
    }

    private final class Wired implements Transport.Receiver {

        @Override
        public void received(byte[] message) {
            mailbox.postFromWire(() -> Connection.this.received(message));
        }

        @Override
        public void closed(String why) {
            mailbox.postEndOfWire(() -> lost(why));
        }
    }
}
