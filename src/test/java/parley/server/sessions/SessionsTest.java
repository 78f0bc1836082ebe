package parley.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import parley.message.Agent;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Hello;
import parley.message.Message;
import parley.message.Messages;
import parley.message.Pause;
import parley.message.Position;
import parley.message.TaskInfo;
import parley.message.TaskState;
import parley.message.platform.Platform;
import parley.protocol.ClientHandshake;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.JoinToken;
import parley.protocol.KeyId;
import parley.protocol.PskKeys;
import parley.protocol.PublicKey;
import parley.protocol.Secret;
import parley.protocol.ServerHandshake;
import parley.protocol.Session;
import parley.protocol.StaticKey;
import parley.protocol.Suite;
import parley.server.bundles.store.BundleLimits;
import parley.server.sessions.connection.ClientSession;
import parley.server.sessions.connection.SessionMetrics;
import parley.server.sessions.connection.Socket;
import parley.server.task.decide.ClientRecord;
import parley.server.task.decide.NegotiationStep;
import parley.server.task.model.NodeSession;
import parley.server.task.model.SeenState;
import parley.server.task.service.Admissions;
import parley.server.task.service.ClientChange;
import parley.server.task.service.Clients;
import parley.server.task.service.Connections;
import parley.server.task.service.Refusal;
import parley.server.threads.ServerThreads;
import parley.server.tokens.Tokens;

/** Hostile connections in memory, by holders of a token. */
class SessionsTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final StaticKey serverKey = StaticKey.generate(RANDOM);
    private final Sessions sessions = new Sessions();
    private final Queue<Long> entries = new ArrayDeque<>();
    private long newest;
    private String current;
    private boolean forgotten;
    private TaskState taskState = TaskState.OPEN;
    private Runnable whileMissedIsRead = () -> {};

    private final class Client extends Socket {
        final Queue<byte[]> received = new ArrayDeque<>();
        final ClientSession peer;
        Session session;

        Client() {
            super(null);
            peer = sessions.open(this, "192.0.2.1");
        }

        @Override
        public void send(byte[] message, SendHandler done) {
            received.add(message);
            done.onResult(new SendResult());
        }

        @Override
        public void close(int code) {}

        Client shakeHands(JoinToken token) throws Exception {
            ClientHandshake handshake = new ClientHandshake(token, StaticKey.generate(RANDOM), RANDOM);
            peer.received(handshake.consumeM0CreateM1(received.remove()));
            peer.received(handshake.consumeM2CreateM3(received.remove()));
            session = handshake.session();
            return this;
        }

        void say(Message message) {
            session.writer().json(Messages.encode(message), peer::received);
        }

        Incoming hear() throws Exception {
            return session.reader().read(received.remove());
        }

        Message message() throws Exception {
            return Messages.decode(((Incoming.Json) hear()).utf8());
        }

        Optional<CloseCode> closed() throws Exception {
            byte[] record = received.poll();
            return record == null
                    ? Optional.empty()
                    : Optional.of(((Incoming.Close) session.reader().read(record)).code());
        }
    }

    SessionsTest() {
        sessions.clock = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
        sessions.random = RANDOM;
        sessions.sessionLimits = new SessionLimits();
        sessions.sessionLimits.handshakesPerAddress = 9;
        sessions.sessionLimits.handshakes = 9;
        sessions.sessionLimits.sessions = 3;
        sessions.sessionLimits.sessionsPerToken = 2;
        sessions.metrics = new Silent();
        sessions.tokens = new AllTokens();
        sessions.admissions = new Welcoming();
        sessions.connections = new NothingMissed();
        sessions.clients = new Missing();
        sessions.threads = new InPlace();
        sessions.bundleLimits = new BundleLimits(10, 1_000, 10_000, 4_096, 100);
        sessions.node = new Node();
        sessions.begin();
    }

    @Test
    void whoSaysNoHelloTakesTheRoomOfASessionAllTheSame() throws Exception {
        JoinToken one = token();
        JoinToken other = token();
        new Client().shakeHands(one);
        Client second = new Client().shakeHands(one);
        assertThat(second.closed()).isEmpty();

        Client third = new Client().shakeHands(one);
        assertThat(third.closed()).contains(CloseCode.BUSY);
        third.peer.closed();
        assertThat(new Client().shakeHands(other).closed()).isEmpty();
        assertThat(new Client().shakeHands(other).closed()).contains(CloseCode.BUSY);
    }

    @Test
    void ofTwoSessionsOfOneClientTheNewerStaysThoughItIsTheFirstToBeWelcomed() throws Exception {
        JoinToken token = token();
        Client older = new Client().shakeHands(token);
        Client newer = new Client().shakeHands(token);
        entries.addAll(List.of(2L, 1L));

        newer.say(hello());
        older.say(hello());

        assertThat(newer.hear()).isInstanceOf(Incoming.Json.class);
        assertThat(newer.closed()).isEmpty();
        assertThat(older.hear()).isInstanceOf(Incoming.Json.class);
        assertThat(older.closed()).contains(CloseCode.REPLACED);
    }

    @Test
    void sessionThatBeginsWhileTheDatabaseIsAskedIsNotMeasuredByTheAnswer() throws Exception {
        JoinToken token = token();
        Client older = new Client().shakeHands(token);
        Client newer = new Client().shakeHands(token);
        entries.addAll(List.of(1L, 2L));
        older.say(hello());
        sessions.connections = new Answering(
                older.session.sessionId(), () -> newer.say(hello())); // the answer is of before, and comes after

        sessions.scan();

        assertThat(newer.hear()).isInstanceOf(Incoming.Json.class);
        assertThat(newer.closed()).isEmpty();
        assertThat(older.hear()).isInstanceOf(Incoming.Json.class);
        assertThat(older.closed()).contains(CloseCode.REPLACED);
    }

    @Test
    void clientThatIsNoLongerInTheDatabaseIsSentAway() throws Exception {
        Client client = new Client().shakeHands(token());
        entries.add(1L);
        client.say(hello());
        assertThat(client.hear()).isInstanceOf(Incoming.Json.class);

        forgotten = true;
        sessions.scan();

        assertThat(client.hear()).isInstanceOfSatisfying(Incoming.Close.class, close -> {
            assertThat(close.code()).isEqualTo(CloseCode.REVOKED);
            assertThat(close.reason())
                    .isEqualTo(
                            "An operator has removed this client from the task; parley leave --forget, then join as a"
                                    + " new one.");
        });
    }

    @Test
    void clientThatMissedAPauseIsToldOnce() throws Exception {
        Client client = new Client().shakeHands(token());
        entries.add(1L);
        client.say(hello());
        assertThat(client.hear()).isInstanceOf(Incoming.Json.class);

        taskState = TaskState.PAUSED;
        sessions.scan();
        sessions.scan();

        assertThat(client.message()).isEqualTo(new Pause("a reason"));
        assertThat(client.received).isEmpty();
    }

    @Test
    void clientWhoseMessageIsHandledMeanwhileIsNotToldOfTheSameTwice() throws Exception {
        Client client = new Client().shakeHands(token());
        entries.add(1L);
        client.say(hello());
        assertThat(client.hear()).isInstanceOf(Incoming.Json.class);
        taskState = TaskState.PAUSED;
        whileMissedIsRead = () -> client.say(
                new Answer("o1", Decision.ACCEPT, Optional.empty(), Optional.empty(), Optional.empty(), List.of()));

        sessions.scan();

        assertThat(client.message()).isEqualTo(new Pause("a reason"));
        assertThat(client.received).isEmpty();
    }

    private static Hello hello() {
        return new Hello("edge-1", Map.of(), new Agent("test", "1"), Platform.current(), List.of(), Optional.empty());
    }

    /** Runs everything at once, in place. */
    private static final class InPlace extends ServerThreads {
        @Override
        public Executor background() {
            return Runnable::run;
        }
    }

    private JoinToken token() throws Exception {
        byte[] psk = new byte[32];
        psk[0] = 1;
        return new JoinToken(
                Suite.X25519,
                KeyId.random(RANDOM),
                Secret.of(psk),
                serverKey.publicKey(),
                Instant.parse("2026-12-01T00:00:00Z"),
                List.of("ws://192.0.2.9"));
    }

    private final class AllTokens extends Tokens {
        @Override
        public ServerHandshake.Credentials credentials(KeyId keyId) {
            byte[] psk = new byte[32];
            psk[0] = 1;
            PskKeys keys = PskKeys.derive(Secret.of(psk), keyId, serverKey.publicKey(), Suite.X25519);
            return new ServerHandshake.Credentials(Suite.X25519, serverKey, keys);
        }
    }

    private final class Welcoming extends Admissions {
        @Override
        public Admission admit(KeyId keyId, PublicKey key, Hello hello, NodeSession asking) {
            long entry = entries.remove();
            if (entry > newest) {
                newest = entry;
                current = asking.id();
            }
            TaskInfo task = new TaskInfo("t1", "a task", TaskState.OPEN, Instant.parse("2026-12-01T00:00:00Z"));
            return new Admission.In(
                    "c1",
                    hello.name(),
                    task,
                    Position.START,
                    entry,
                    new SeenState(ClientState.JOINED, 0, false, TaskState.OPEN),
                    2,
                    Optional.empty());
        }

        @Override
        public Optional<Refusal> refusal(KeyId keyId, PublicKey key) {
            return Optional.empty();
        }
    }

    /** The one client, unless it is there no more. */
    private class NothingMissed extends Connections {
        @Override
        public List<OpenSession> openSessions(Collection<String> clients) {
            return forgotten || clients.isEmpty() ? List.of() : List.of(openSession(current));
        }

        OpenSession openSession(String session) {
            return new OpenSession("c1", session, new SeenState(ClientState.JOINED, 0, false, taskState), false);
        }
    }

    /** Every client has missed that its task was paused, and is told so in answer to its messages too. */
    private final class Missing extends Clients {
        @Override
        public Map<String, ClientChange> missed(Map<String, SeenState> known) {
            Map<String, ClientChange> missed = new HashMap<>();
            known.forEach((client, state) -> missed.put(client, pausedSince(state)));
            Runnable meanwhile = whileMissedIsRead;
            whileMissedIsRead = () -> {};
            meanwhile.run();
            return missed;
        }

        @Override
        public ClientChange take(String id, Message message, String session) {
            return pausedSince(new SeenState(ClientState.JOINED, 0, false, TaskState.OPEN));
        }

        private ClientChange pausedSince(SeenState state) {
            NegotiationStep step = new NegotiationStep(
                    ClientRecord.joined(true),
                    List.of(),
                    List.of(new Pause("a reason")),
                    Optional.empty(),
                    Optional.empty());
            return new ClientChange(step, state, new SeenState(ClientState.JOINED, 0, false, TaskState.PAUSED));
        }
    }

    /** The client's session, once; and what happens while the database answers. */
    private final class Answering extends NothingMissed {
        private final String session;
        private Runnable meanwhile;

        Answering(String session, Runnable meanwhile) {
            this.session = session;
            this.meanwhile = meanwhile;
        }

        @Override
        public List<OpenSession> openSessions(Collection<String> clients) {
            if (meanwhile == null) {
                return super.openSessions(clients);
            }
            Runnable now = meanwhile;
            meanwhile = null;
            now.run();
            return List.of(openSession(session));
        }
    }

    private static final class Silent extends SessionMetrics {
        @Override
        public void handshake(String result) {}

        @Override
        public void sent(long bytes) {}

        @Override
        public void received(long bytes) {}

        @Override
        public void show(Supplier<Integer> open, Supplier<Integer> halfOpen) {}
    }
}
