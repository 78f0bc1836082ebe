package parley.server.sessions;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
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
import parley.server.bundles.BlobStore;
import parley.server.bundles.BundleLimits;
import parley.server.events.Signal;
import parley.server.events.SignalListener;
import parley.server.tasks.Admissions;
import parley.server.tasks.Admissions.Admission;
import parley.server.tasks.Admissions.Asking;
import parley.server.tasks.Clients;
import parley.server.tasks.Connections;
import parley.server.tasks.Refusal;
import parley.server.tokens.Tokens;

/** The connections that this process holds, and what all of them need. */
@ApplicationScoped
public class Sessions implements SignalListener {

    private static final Logger LOG = Logger.getLogger(Sessions.class.getName());
    private static final int BUSY_SECONDS = 10;
    private static final int RESTART_SECONDS = 2;
    private static final int OPENED_IN_A_MILLISECOND = 1_000;

    @Resource
    ManagedExecutorService background;

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
    Node node;

    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
    private final Set<Peer> halfOpenPeers = ConcurrentHashMap.newKeySet();
    private final Map<String, Peer> byClient = new ConcurrentHashMap<>();
    /** Numbers the connections in the order in which they were opened, which is that in which a client opened its own. */
    private final AtomicLong opened = new AtomicLong();

    private final SessionCounts counts = new SessionCounts();
    private final CatchUp catchUp = new CatchUp(this::inBackground, this::lookAt);
    private HalfOpen halfOpen;
    private Memory memory;
    private Memory frames;
    private Workload workload;
    private volatile Instant flushed = Instant.EPOCH;

    @PostConstruct
    void begin() {
        halfOpen = new HalfOpen(sessionLimits.handshakesPerAddress(), sessionLimits.handshakes());
        opened.set(clock.millis() * OPENED_IN_A_MILLISECOND); // above all of an earlier process of this node
        memory = new Memory(sessionLimits.waiting());
        frames = new Memory(sessionLimits.frames());
        workload = new Workload(sessionLimits.work());
        metrics.show(byClient::size, halfOpen::count);
    }

    /** Begins with a connection that was just upgraded; beyond the limits it ends at once like every failure. */
    Peer open(Socket socket, String address) {
        Peer peer = new Peer(this, socket, address, opened.incrementAndGet());
        if (!halfOpen.enter(Network.of(address))) {
            refused("too_many", address, true);
            socket.close(Wire.FAILURE_CLOSE);
            return peer;
        }
        halfOpenPeers.add(peer);
        peers.add(peer);
        peer.begin();
        return peer;
    }

    void verified(Peer peer, KeyId keyId) {
        if (leaveHalfOpen(peer)) {
            counts.enter(keyId);
        }
        metrics.handshake("ok");
    }

    private boolean leaveHalfOpen(Peer peer) {
        boolean left = halfOpenPeers.remove(peer);
        if (left) {
            halfOpen.leave(Network.of(peer.address()));
        }
        return left;
    }

    void refused(String cause, String address, boolean inHandshake) {
        LOG.log(Level.FINE, "Refused a {0} of {1}: {2}", new Object[] {
            inHandshake ? "handshake" : "record", address, cause
        });
        if (inHandshake) {
            metrics.handshake(cause);
            refusals.handshake(cause, address);
        }
    }

    /** Why a client that has proved who it is cannot stay, before it has said anything. */
    Optional<Refusal> refusal(KeyId keyId, Session session) {
        return admissions.refusal(keyId, session.peerKey());
    }

    void refused(Refusal refusal, String address) {
        metrics.refused(refusal.cause());
        if (refusal.code() != CloseCode.REPLACED) { // that one is in, with another session
            refusals.client(refusal, address);
        }
    }

    /**
     * Whether there are too many sessions, in all or of this token, the newest counted. One that has said no hello yet,
     * or that only waits for the other's close, is one too: it costs as much.
     */
    boolean full(KeyId keyId) {
        return counts.all() > sessionLimits.sessions() || counts.of(keyId) > sessionLimits.sessionsPerToken();
    }

    Admission admit(KeyId keyId, Session session, Hello hello, long opened) {
        Asking asking = new Asking(node.id(), session.sessionId(), opened);
        return admissions.admit(keyId, session.peerKey(), hello, asking);
    }

    Welcome welcome(Session session, Admission.In in) {
        return new Welcome(
                session.sessionId(), session.clientId(), in.task(), clock.instant(), in.position(), limits());
    }

    /** Of two sessions of one client the newer one stays, in whichever order they get here. */
    void admitted(Peer peer, Admission.In in) {
        AtomicReference<Peer> older = new AtomicReference<>();
        byClient.compute(in.client(), (client, known) -> {
            boolean newer = known == null || known.entry() < peer.entry();
            older.set(newer ? known : peer);
            return newer ? peer : known;
        });
        if (older.get() != null) {
            older.get().close(CloseCode.REPLACED);
        }
        catchUp(in.client()); // what happened since it was admitted had no session to be told to
    }

    void gone(Peer peer) {
        if (peers.remove(peer) && !leaveHalfOpen(peer)) {
            peer.keyId().ifPresent(counts::leave);
        }
        peer.client().ifPresent(client -> byClient.remove(client, peer));
        if (peer.signOff()) {
            inBackground(() -> connections.closed(peer.client().orElseThrow(), peer.sessionId()));
        }
    }

    void inBackground(Runnable work) {
        try {
            background.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.WARNING, "Too much to do, or stopping; done in place.", e);
            work.run();
        }
    }

    /** Something happened to a client, or to a task and so to all of its clients: those that are here are looked at. */
    @Override
    public void signalled(List<Signal> signals) {
        Set<String> tasks = new HashSet<>();
        Set<String> changed = new HashSet<>();
        for (Signal signal : signals) {
            signal.client().ifPresentOrElse(changed::add, () -> tasks.add(signal.task()));
        }
        changed.retainAll(byClient.keySet());
        if (!tasks.isEmpty()) {
            byClient.forEach((client, peer) -> {
                if (peer.task().filter(tasks::contains).isPresent()) {
                    changed.add(client);
                }
            });
        }
        catchUp.request(changed);
    }

    /** Has the session of this client looked at soon. */
    void catchUp(String client) {
        catchUp.request(List.of(client));
    }

    /** Lets every connection do what is due. */
    void tick() {
        Instant now = clock.instant();
        peers.forEach(peer -> peer.tick(now));
    }

    /** Looks at every session: finds what no signal told of. */
    void scan() {
        catchUp.request(byClient.keySet());
    }

    /**
     * The sessions are taken before the database is asked: one that begins meanwhile is not measured by what was written
     * before it.
     */
    private void lookAt(List<String> clients) {
        Map<String, Peer> here = new HashMap<>();
        clients.forEach(client -> Optional.ofNullable(byClient.get(client)).ifPresent(peer -> here.put(client, peer)));
        for (Connections.Standing standing : connections.standings(here.keySet())) {
            Peer peer = here.remove(standing.client());
            if (peer.talking()) {
                if (!standing.session().equals(peer.sessionId())) {
                    peer.close(CloseCode.REPLACED);
                } else {
                    peer.catchUp(standing.stance());
                }
            }
        }
        here.values().forEach(peer -> peer.close(CloseCode.REVOKED, 0, Refusal.FORGOTTEN));
    }

    /** Writes down who was heard of since the last time, and what was refused. */
    void writeDown() {
        Instant since = flushed;
        flushed = clock.instant();
        connections.alive(sessionsWhere(peer -> peer.heardSince(since) && !peer.working()));
        connections.working(sessionsWhere(Peer::working));
        refusals.write();
    }

    private List<String> sessionsWhere(Predicate<Peer> condition) {
        List<String> found = new ArrayList<>();
        byClient.values().stream().filter(Peer::talking).filter(condition).forEach(peer -> found.add(peer.sessionId()));
        return found;
    }

    /** Ends all sessions because the server stops: the clients come back in a moment. */
    void stop() {
        peers.forEach(peer -> peer.close(CloseCode.BUSY, RESTART_SECONDS));
    }

    int busySeconds() {
        return BUSY_SECONDS;
    }

    Limits limits() {
        return new Limits(Downloads.AT_ONCE, sessionLimits.inventoryFiles(), bundleLimits.bundleBytes());
    }

    Memory memory() {
        return memory;
    }

    Memory frames() {
        return frames;
    }

    Workload workload() {
        return workload;
    }

    Clock clock() {
        return clock;
    }

    SecureRandom random() {
        return random;
    }

    Tokens tokens() {
        return tokens;
    }

    Clients clients() {
        return clients;
    }

    BlobStore blobs() {
        return blobs;
    }

    SessionMetrics metrics() {
        return metrics;
    }
}
