package parley.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.BundleDiff;
import parley.message.BundleDigest;
import parley.message.BundleRef;
import parley.message.Change;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.Digest;
import parley.message.Fetch;
import parley.message.FetchFailed;
import parley.message.FileEntry;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Limits;
import parley.message.Message;
import parley.message.Mode;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Position;
import parley.message.Proceed;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Report;
import parley.message.TaskInfo;
import parley.message.TaskState;
import parley.message.Terms;
import parley.message.Welcome;
import parley.protocol.CloseCode;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;
import parley.protocol.KeyId;
import parley.protocol.PskKeys;
import parley.protocol.Secret;
import parley.protocol.ServerHandshake;
import parley.protocol.StaticKey;
import parley.protocol.Suite;

/**
 * A server with one task and one client, in memory, that speaks the real protocol: handshakes, sealed records, and a
 * negotiation in its simplest form. It can be told to cut the connection, to refuse, or to say something else than a
 * server should. What it heard can be looked at.
 */
final class FakeServer implements Transport {

    static final String URL = "ws://server.example:8080";
    static final Instant EXPIRES = Instant.parse("2027-01-01T00:00:00Z");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Suite suite;
    private final StaticKey key;
    private final JoinToken token;
    private final ServerHandshake.Credentials credentials;
    private final Map<String, FileEntry> bundle = new LinkedHashMap<>();
    private final Map<Digest, byte[]> blobs = new HashMap<>();

    final List<String> tries = Collections.synchronizedList(new ArrayList<>());
    final List<Message> heard = Collections.synchronizedList(new ArrayList<>());
    final List<Report> reports = Collections.synchronizedList(new ArrayList<>());
    final List<CloseCode> closes = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger mostFetches = new AtomicInteger();

    volatile String taskId = "task-1";
    volatile String offerId = "o-1";
    volatile Terms terms = Terms.plain();
    volatile boolean agreed;
    volatile boolean confirms = true;
    volatile TaskState taskState = TaskState.OPEN;
    volatile ClientState clientState = ClientState.JOINED;

    volatile Predicate<String> reachable = url -> true;
    volatile Predicate<String> knowsToken = url -> true;
    volatile Predicate<Message> cutBefore = message -> false;
    volatile Predicate<Message> cutAfter = message -> false;
    volatile long cutAfterBytes = Long.MAX_VALUE;
    volatile Runnable atCut = () -> {};
    volatile BiConsumer<FakeSession, Message> instead;
    volatile Refusal refusal;
    private volatile FakeSession last;

    /** What the server says in place of a welcome. */
    record Refusal(CloseCode code, int retryAfter, String reason) {}

    FakeServer(String... urls) {
        this(Suite.X25519_MLKEM768, urls);
    }

    FakeServer(Suite suite, String... urls) {
        this.suite = suite;
        this.key = StaticKey.generate(RANDOM);
        byte[] psk = new byte[32];
        RANDOM.nextBytes(psk);
        KeyId keyId = KeyId.random(RANDOM);
        try {
            this.token = new JoinToken(
                    suite,
                    keyId,
                    Secret.of(psk),
                    key.publicKey(),
                    EXPIRES,
                    urls.length == 0 ? List.of(URL) : List.of(urls));
        } catch (JoinTokenException e) {
            throw new IllegalArgumentException(e);
        }
        this.credentials =
                new ServerHandshake.Credentials(suite, key, PskKeys.derive(token.psk(), keyId, key.publicKey(), suite));
    }

    JoinToken token() {
        return token;
    }

    FakeServer file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    FakeServer file(String path, byte[] content) {
        Digest digest = digest(content);
        bundle.put(path, new FileEntry(digest, content.length, new Mode(0644)));
        blobs.put(digest, content);
        return this;
    }

    /** From now on these bytes are sent for the file's digest. */
    void corrupt(String path, byte[] wrong) {
        blobs.put(bundle.get(path).sha256(), wrong);
    }

    static Digest digest(byte[] content) {
        try {
            return Digest.of(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    BundleRef bundleRef() {
        return new BundleRef("proxy", "1", 1, BundleDigest.of(bundle));
    }

    <M extends Message> List<M> heard(Class<M> type) {
        synchronized (heard) {
            return heard.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    List<ClientState> reportedStates() {
        synchronized (reports) {
            return reports.stream().map(Report::state).distinct().toList();
        }
    }

    @Override
    public CompletableFuture<Link> open(URI endpoint, Receiver receiver) {
        String url = endpoint.toString().replace("/parley/v1", "");
        tries.add(url);
        if (!reachable.test(url)) {
            return CompletableFuture.failedFuture(new IOException("connection refused"));
        }
        FakeSession session =
                new FakeSession(this, knowsToken.test(url) ? credentials : null, new ServerHandshake(RANDOM), receiver);
        last = session;
        session.start();
        return CompletableFuture.completedFuture(session);
    }

    /** Cuts the present connection. */
    void cutLast() {
        FakeSession session = last;
        session.later(session::cut);
    }

    /** Says this in the present session. */
    void say(Message message) {
        FakeSession session = last;
        session.later(() -> session.send(message));
    }

    /** Closes the present session with this code. */
    void closeLast(CloseCode code) {
        FakeSession session = last;
        session.later(() -> session.close(code, 0, ""));
    }

    /** What a server does with a message of its client. */
    void take(FakeSession session, Message message) {
        heard.add(message);
        if (cutBefore.test(message)) {
            cutBefore = none -> false;
            session.cut();
            return;
        }
        if (cutAfter.test(message)) {
            cutAfter = none -> false;
            session.deaf();
            answer(session, message);
            session.cut();
            return;
        }
        if (instead != null) {
            instead.accept(session, message);
        } else {
            answer(session, message);
        }
    }

    void answer(FakeSession session, Message message) {
        if (message instanceof Hello) {
            admit(session);
        } else if (message instanceof Inventory inventory) {
            propose(session, inventory);
        } else if (message instanceof Answer answer) {
            switch (answer.decision()) {
                case ACCEPT -> {
                    agreed = true;
                    session.send(agreed());
                }
                case DECLINE -> clientState = ClientState.DECLINED;
                case DEFER -> clientState = ClientState.DEFERRED;
                case COUNTER -> counter(session, answer);
            }
        } else if (message instanceof Fetch fetch) {
            serve(session, fetch);
        } else if (message instanceof Report report) {
            take(session, report);
        } else if (message instanceof Ping) {
            session.send(new Pong());
        } else if (!(message instanceof Pong)) {
            throw new IllegalStateException("a client does not send " + message);
        }
    }

    private void counter(FakeSession session, Answer answer) {
        if (!terms.keepLocal()) {
            session.send(new Refused(offerId, Reason.POLICY, "this task does not allow to keep local changes"));
            return;
        }
        changes = changes.stream()
                .filter(change -> !answer.keep().contains(change.path()))
                .toList();
        offerId += "'";
        session.send(offer());
    }

    private void admit(FakeSession session) {
        if (refusal != null) {
            session.close(refusal.code(), refusal.retryAfter(), refusal.reason());
            return;
        }
        TaskInfo task = new TaskInfo(taskId, "Proxy", taskState, EXPIRES);
        Position resume = new Position(reports.isEmpty() ? 0 : 1, reports.size());
        session.send(new Welcome(
                session.sessionId(), session.clientId(), task, Instant.EPOCH, resume, new Limits(4, 1000, 1 << 30)));
    }

    private List<Change> changes = List.of();

    private void propose(FakeSession session, Inventory inventory) {
        switch (clientState) {
            case JOINED, DEFERRED -> {
                if (agreed) {
                    session.send(agreed());
                    return;
                }
                changes = BundleDiff.between(inventory.files(), bundle);
                session.send(changes.isEmpty() ? new NothingToDo("up to date") : offer());
            }
            case DOWNLOADING -> session.send(agreed());
            case STAGED -> session.send(new Proceed(offerId));
            case CONFIRMING -> confirm(session);
            case SUCCEEDED -> session.send(new NothingToDo("up to date"));
            default -> {}
        }
    }

    private void confirm(FakeSession session) {
        if (confirms) {
            session.send(new Confirmed(offerId, 1));
        }
    }

    Offer offer() {
        return new Offer(offerId, 1, bundleRef(), changes, terms, "");
    }

    Agreed agreed() {
        return new Agreed(
                offerId, changes, changes.stream().mapToLong(Change::bytes).sum());
    }

    private void serve(FakeSession session, Fetch fetch) {
        byte[] blob = blobs.get(fetch.sha256());
        if (blob == null) {
            session.send(new FetchFailed(fetch.fetch(), "not here"));
        } else {
            session.serve(fetch, blob);
        }
    }

    private void take(FakeSession session, Report report) {
        if (report.seq() == reports.size() + 1) {
            reports.add(report);
            clientState = report.state();
            session.send(new Ack(report.attempt(), report.seq()));
            if (report.state() == ClientState.STAGED) {
                session.send(new Proceed(offerId));
            } else if (report.state() == ClientState.CONFIRMING) {
                confirm(session);
            }
        } else if (report.seq() <= reports.size()
                && reports.get((int) report.seq() - 1).equals(report)) {
            session.send(new Ack(report.attempt(), report.seq()));
        } else {
            session.close(CloseCode.WRONG_STATE, 0, "report " + report.seq() + " after " + reports.size());
        }
    }

    Optional<Report> lastReport() {
        return reports.isEmpty() ? Optional.empty() : Optional.of(reports.get(reports.size() - 1));
    }
}
