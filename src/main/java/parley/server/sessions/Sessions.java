package parley.server.sessions;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.message.Hello;
import parley.message.Limits;
import parley.message.Welcome;
import parley.protocol.CloseCode;
import parley.protocol.KeyId;
import parley.protocol.Session;
import parley.protocol.Wire;
import parley.server.access.Network;
import parley.server.bundles.store.BlobStore;
import parley.server.bundles.store.BundleLimits;
import parley.server.events.Signal;
import parley.server.events.SignalListener;
import parley.server.sessions.connection.ClientSession;
import parley.server.sessions.connection.MemoryBudget;
import parley.server.sessions.connection.SessionHost;
import parley.server.sessions.connection.SessionMetrics;
import parley.server.sessions.connection.Socket;
import parley.server.sessions.dialogue.DialogueServices;
import parley.server.sessions.dialogue.FileTransfers;
import parley.server.sessions.dialogue.SessionDialogue;
import parley.server.sessions.dialogue.Workload;
import parley.server.task.model.NodeSession;
import parley.server.task.model.SeenState;
import parley.server.task.service.Admissions;
import parley.server.task.service.Admissions.Admission;
import parley.server.task.service.ClientApprovals;
import parley.server.task.service.ClientChange;
import parley.server.task.service.Clients;
import parley.server.task.service.Connections;
import parley.server.task.service.Refusal;
import parley.server.threads.ServerThreads;
import parley.server.tokens.Tokens;

/** The connections of this process, and what they share. */
@ApplicationScoped
public class Sessions implements SessionHost, SignalListener {

    private static final Logger LOG = Logger.getLogger(Sessions.class.getName());
    private static final int BUSY_SECONDS = 10;
    private static final int RESTART_SECONDS = 2;
    private static final String GOES_BACK = "The task has been undone: come back, and take what you had before.";
    private static final int OPENED_IN_A_MILLISECOND = 1_000;

    @Inject
    ServerThreads threads;

    @Inject
    Clock clock;

    @Inject
    SecureRandom random;

    @Inject
    Tokens tokens;

    @Inject
    Admissions admissions;

    @Inject
    Clients clients;

    @Inject
    Connections connections;

    @Inject
    BlobStore blobs;

    @Inject
    BundleLimits bundleLimits;

    @Inject
    SessionLimits sessionLimits;

    @Inject
    SessionMetrics metrics;

    @Inject
    RefusalLog refusals;

    @Inject
    ClientApprovals approvals;

    @Inject
    Node node;

    private final Set<ClientSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<ClientSession> inHandshake = ConcurrentHashMap.newKeySet();
    private final Map<String, ClientSession> byClient = new ConcurrentHashMap<>();
    /** Numbers the connections in the order in which they were opened, which is also the order of each client. */
    private final AtomicLong opened = new AtomicLong();

    private final SessionCounts counts = new SessionCounts();

    @SuppressWarnings("this-escape") // a lint of newer JDKs; both are called only once this bean is complete
    private final CatchUp catchUp = new CatchUp(this::inBackground, this::compare);

    private HalfOpenConnections halfOpen;
    private MemoryBudget messages;
    private MemoryBudget frames;
    private DialogueServices services;
    private volatile Instant flushed = Instant.EPOCH;

    @PostConstruct
    void begin() {
        halfOpen = new HalfOpenConnections(sessionLimits.handshakesPerAddress(), sessionLimits.handshakes());
        opened.set(clock.millis() * OPENED_IN_A_MILLISECOND); // above all of an earlier process of this node
        messages = new MemoryBudget(sessionLimits.waiting());
        frames = new MemoryBudget(sessionLimits.frames());
        services = new DialogueServices(
                clients,
                approvals,
                blobs,
                new Workload(sessionLimits.work()),
                sessionLimits.inventoryFiles(),
                BUSY_SECONDS);
        metrics.show(byClient::size, halfOpen::count);
    }

    /** Begins with an upgraded connection; beyond the limits it ends at once like every failure. */
    ClientSession open(Socket socket, String address) {
        ClientSession session = new ClientSession(this, socket, address, opened.incrementAndGet());
        if (!halfOpen.enter(Network.of(address))) {
            refused("too_many", address, true);
            socket.close(Wire.FAILURE_CLOSE);
            return session;
        }
        inHandshake.add(session);
        sessions.add(session);
        session.begin();
        return session;
    }

    @Override
    public void verified(ClientSession session, KeyId keyId) {
        if (leaveHalfOpen(session)) {
            counts.enter(keyId);
        }
        metrics.handshake("ok");
    }

    private boolean leaveHalfOpen(ClientSession session) {
        boolean left = inHandshake.remove(session);
        if (left) {
            halfOpen.leave(Network.of(session.address()));
        }
        return left;
    }

    @Override
    public void refused(String cause, String address, boolean inHandshake) {
        LOG.log(Level.FINE, "Refused a {0} of {1}: {2}", new Object[] {
            inHandshake ? "handshake" : "record", address, cause
        });
        if (inHandshake) {
            metrics.handshake(cause);
            refusals.handshake(cause, address);
        }
    }

    @Override
    public Optional<Refusal> refusal(KeyId keyId, Session session) {
        return admissions.refusal(keyId, session.peerKey());
    }

    @Override
    public void refused(Refusal refusal, String address) {
        metrics.refused(refusal.cause());
        if (refusal.code() != CloseCode.REPLACED) { // that one is in, with another session
            refusals.client(refusal, address);
        }
    }

    /**
     * {@inheritDoc} A session without hello, or one that only waits for the other side's close, counts too: it costs
     * as much.
     */
    @Override
    public boolean full(KeyId keyId) {
        return counts.all() > sessionLimits.sessions() || counts.of(keyId) > sessionLimits.sessionsPerToken();
    }

    @Override
    public Admission admit(KeyId keyId, Session session, Hello hello, long opened) {
        NodeSession asking = new NodeSession(node.id(), session.sessionId(), opened);
        return admissions.admit(keyId, session.peerKey(), hello, asking);
    }

    @Override
    public Welcome welcome(Session session, Admission.In in) {
        return new Welcome(
                session.sessionId(), session.clientId(), in.task(), clock.instant(), in.position(), limits());
    }

    /** Of two sessions of one client the newer one stays, in whichever order they come. */
    @Override
    public void admitted(ClientSession session, Admission.In in) {
        AtomicReference<ClientSession> older = new AtomicReference<>();
        byClient.compute(in.client(), (client, known) -> {
            boolean newer = known == null || known.entry() < session.entry();
            older.set(newer ? known : session);
            return newer ? session : known;
        });
        if (older.get() != null) {
            older.get().close(CloseCode.REPLACED);
        }
        requestCatchUp(in.client()); // what happened since it was admitted had no session to be told to
    }

    @Override
    public SessionDialogue dialogue(ClientSession session, Admission.In in) {
        return new SessionDialogue(services, session, in);
    }

    @Override
    public void gone(ClientSession session) {
        if (sessions.remove(session) && !leaveHalfOpen(session)) {
            session.keyId().ifPresent(counts::leave);
        }
        session.client().ifPresent(client -> byClient.remove(client, session));
        if (session.signOff()) {
            inBackground(() -> connections.closed(
                    session.task().orElseThrow(),
                    session.client().orElseThrow(),
                    session.clientName(),
                    session.sessionId()));
        }
    }

    @Override
    public void inBackground(Runnable work) {
        try {
            threads.background().execute(work);
        } catch (RejectedExecutionException e) {
            LOG.log(threads.stopping() ? Level.FINE : Level.WARNING, "No thread was free; done on this one.", e);
            work.run();
        }
    }

    /** A client, or a task and so all of its clients, has changed: checks those that are connected here. */
    @Override
    public void signalled(List<Signal> signals) {
        Set<String> tasks = new HashSet<>();
        Set<String> changed = new HashSet<>();
        for (Signal signal : signals) {
            signal.client().ifPresentOrElse(changed::add, () -> tasks.add(signal.task()));
        }
        changed.retainAll(byClient.keySet());
        if (!tasks.isEmpty()) {
            byClient.forEach((client, session) -> {
                if (session.task().filter(tasks::contains).isPresent()) {
                    changed.add(client);
                }
            });
        }
        catchUp.request(changed);
    }

    @Override
    public void requestCatchUp(String client) {
        catchUp.request(List.of(client));
    }

    /** Has every connection do what is due. */
    void tick() {
        Instant now = clock.instant();
        sessions.forEach(session -> session.tick(now));
    }

    /** Checks every session: finds what no signal told. */
    void scan() {
        catchUp.request(byClient.keySet());
    }

    /**
     * Takes the sessions before it reads the database: so a session that begins meanwhile is not compared with an
     * older state.
     */
    private void compare(List<String> clients) {
        Map<String, ClientSession> here = new HashMap<>();
        clients.forEach(
                client -> Optional.ofNullable(byClient.get(client)).ifPresent(session -> here.put(client, session)));
        List<LaggingSession> lagging = new ArrayList<>();
        for (Connections.OpenSession open : connections.openSessions(here.keySet())) {
            ClientSession session = here.remove(open.client());
            if (session.talking()) {
                if (!open.session().equals(session.sessionId())) {
                    session.close(CloseCode.REPLACED);
                } else if (open.undone() && connections.goesBack(open.client())) {
                    session.close(CloseCode.BUSY, RESTART_SECONDS, GOES_BACK);
                } else {
                    session.lags(open.seen())
                            .ifPresent(known -> lagging.add(
                                    new LaggingSession(open.client(), session, known, session.memoryToAnswer())));
                }
            }
        }
        here.values().forEach(session -> session.close(CloseCode.REVOKED, 0, Refusal.FORGOTTEN));
        LaggingSession.groups(lagging).forEach(this::catchUp);
    }

    private void catchUp(Map<String, LaggingSession> group) {
        Map<String, SeenState> known = new HashMap<>();
        group.forEach((client, lagging) -> known.put(client, lagging.known()));
        Map<String, ClientChange> missed = clients.missed(known);
        group.forEach(
                (client, lagging) -> Optional.ofNullable(missed.get(client)).ifPresent(lagging.session()::catchUp));
    }

    /** Stores which clients were active since the last call, and what was refused. */
    void writeDown() {
        Instant since = flushed;
        flushed = clock.instant();
        inGroups(sessionsWhere(session -> session.heardSince(since) && !session.working()), connections::alive);
        inGroups(sessionsWhere(ClientSession::working), connections::working);
        refusals.write();
    }

    /** One transaction for each group, because it locks the rows of its clients until it ends. */
    private static void inGroups(List<Connections.Connected> clients, Consumer<List<Connections.Connected>> work) {
        for (int from = 0; from < clients.size(); from += Connections.AT_ONCE) {
            work.accept(clients.subList(from, Math.min(clients.size(), from + Connections.AT_ONCE)));
        }
    }

    private List<Connections.Connected> sessionsWhere(Predicate<ClientSession> condition) {
        List<Connections.Connected> found = new ArrayList<>();
        byClient.forEach((client, session) -> {
            if (session.talking() && condition.test(session)) {
                found.add(new Connections.Connected(client, session.sessionId()));
            }
        });
        return found;
    }

    /** Ends all sessions because the server stops: the clients come back soon. */
    void stop() {
        sessions.forEach(session -> session.close(CloseCode.BUSY, RESTART_SECONDS));
    }

    @Override
    public int busySeconds() {
        return BUSY_SECONDS;
    }

    private Limits limits() {
        return new Limits(FileTransfers.AT_ONCE, sessionLimits.inventoryFiles(), bundleLimits.bundleBytes());
    }

    @Override
    public MemoryBudget messages() {
        return messages;
    }

    @Override
    public MemoryBudget frames() {
        return frames;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public SessionMetrics metrics() {
        return metrics;
    }
}
