package parley.client.testing.internal;

import java.io.IOException;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.Fetch;
import parley.message.FetchFailed;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Limits;
import parley.message.LookAt;
import parley.message.Message;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Pause;
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
import parley.message.Wait;
import parley.message.Welcome;
import parley.message.bundle.BundleDiff;
import parley.message.bundle.BundleDigest;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
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
 * negotiation in its simplest form. A test can make it cut the connection, refuse, or send what a server should not
 * send, and read what it received.
 */
public class FakeTask {

    public static final String URL = "ws://server.example:8080";
    public static final Instant EXPIRES = Instant.parse("2027-01-01T00:00:00Z");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JoinToken token;
    private final ServerHandshake.Credentials credentials;
    private final Map<String, FileEntry> bundle = new LinkedHashMap<>();
    private final Map<Digest, byte[]> blobs = new HashMap<>();

    public final List<String> tries = Collections.synchronizedList(new ArrayList<>());
    public final List<Message> heard = Collections.synchronizedList(new ArrayList<>());
    public final List<Report> reports = Collections.synchronizedList(new ArrayList<>());
    public final List<CloseCode> closes = Collections.synchronizedList(new ArrayList<>());
    public final AtomicInteger mostFetches = new AtomicInteger();

    public volatile String taskId = "task-1";
    public volatile String taskName = "Proxy";
    public volatile String bundleName = "proxy";
    public volatile String bundleVersion = "1";
    public volatile long sequence = 1;
    public volatile String notes = "";
    /** The reason for a client that has everything. */
    public volatile String nothingToDo = "up to date";

    public volatile Instant serverTime = Instant.EPOCH;
    public volatile String offerId = "o-1";
    public volatile Terms terms = Terms.plain();
    public volatile boolean agreed;
    public volatile long attempt = 1;
    /** What a staged client has to wait for. */
    public volatile Wait hold;

    public volatile String pauseReason = "";
    public volatile boolean confirms = true;
    public volatile TaskState taskState = TaskState.OPEN;
    public volatile ClientState clientState = ClientState.JOINED;

    public volatile Predicate<String> reachable = url -> true;
    public volatile Predicate<String> knowsToken = url -> true;
    public volatile Predicate<Message> cutBefore = message -> false;
    /** Each time this is true, the session ends because the server fails. */
    public volatile Predicate<Message> failAt = message -> false;

    public volatile Predicate<Message> cutAfter = message -> false;
    public volatile long cutAfterBytes = Long.MAX_VALUE;
    public volatile Runnable atCut = () -> {};
    public volatile BiConsumer<FakeSession, Message> instead;
    public volatile Refusal refusal;
    private volatile FakeSession last;

    /** The server's close instead of a welcome. */
    public record Refusal(CloseCode code, int retryAfter, String reason) {}

    public FakeTask(String... urls) {
        this(Suite.X25519_MLKEM768, urls);
    }

    public FakeTask(Suite suite, String... urls) {
        this(suite, EXPIRES, urls);
    }

    public FakeTask(Suite suite, Instant expires, String... urls) {
        StaticKey key = StaticKey.generate(RANDOM);
        byte[] psk = new byte[32];
        RANDOM.nextBytes(psk);
        KeyId keyId = KeyId.random(RANDOM);
        try {
            this.token = new JoinToken(
                    suite,
                    keyId,
                    Secret.of(psk),
                    key.publicKey(),
                    expires,
                    urls.length == 0 ? List.of(URL) : List.of(urls));
        } catch (JoinTokenException e) {
            throw new IllegalArgumentException(e);
        }
        this.credentials =
                new ServerHandshake.Credentials(suite, key, PskKeys.derive(token.psk(), keyId, key.publicKey(), suite));
    }

    public JoinToken token() {
        return token;
    }

    /** Removes that file from the bundle. */
    public void withoutFile(String path) {
        bundle.remove(path);
    }

    public FakeTask file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public FakeTask file(String path, byte[] content) {
        return file(path, content, new Mode(0644));
    }

    public FakeTask file(String path, byte[] content, Mode mode) {
        Digest digest = digest(content);
        bundle.put(path, new FileEntry(digest, content.length, mode));
        blobs.put(digest, content);
        return this;
    }

    /** From now on these bytes are sent for the file's digest. */
    public void corrupt(String path, byte[] wrong) {
        blobs.put(bundle.get(path).sha256(), wrong);
    }

    public static Digest digest(byte[] content) {
        try {
            return Digest.of(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public BundleRef bundleRef() {
        return new BundleRef(bundleName, bundleVersion, sequence, BundleDigest.of(bundle));
    }

    public <M extends Message> List<M> heard(Class<M> type) {
        synchronized (heard) {
            return heard.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    public List<ClientState> reportedStates() {
        synchronized (reports) {
            return reports.stream().map(Report::state).distinct().toList();
        }
    }

    /** Forgets the client's progress: for the client this is another task. */
    public void begin(String id) {
        taskId = id;
        offerId = "o-" + id;
        agreed = false;
        clientState = ClientState.JOINED;
        reports.clear();
    }

    /**
     * Opens a connection to this URL; the session is the server's end.
     *
     * @throws IOException when the server cannot be reached there
     */
    public FakeSession connect(String url, FakeSession.Wire wire) throws IOException {
        tries.add(url);
        if (!reachable.test(url)) {
            throw new IOException("connection refused");
        }
        FakeSession session =
                new FakeSession(this, knowsToken.test(url) ? credentials : null, new ServerHandshake(RANDOM), wire);
        last = session;
        session.start();
        return session;
    }

    /** Runs this in the present session, if there is one. */
    public void inSession(Consumer<FakeSession> work) {
        FakeSession session = last;
        if (session != null) {
            session.later(() -> work.accept(session));
        }
    }

    /** Cuts the present connection. */
    public void cutLast() {
        inSession(FakeSession::cut);
    }

    /** Sends this in the present session. */
    public void say(Message message) {
        inSession(session -> session.send(message));
    }

    /** Closes the present session with this code. */
    public void closeLast(CloseCode code) {
        inSession(session -> session.close(code, 0, ""));
    }

    /** Handles a message of the client. */
    public void take(FakeSession session, Message message) {
        heard.add(message);
        if (failAt.test(message)) {
            session.close(CloseCode.INTERNAL, 0, "");
            return;
        }
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

    public void answer(FakeSession session, Message message) {
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
        TaskInfo task = new TaskInfo(taskId, taskName, taskState, token.notAfter());
        Position resume = new Position(lastReport().map(Report::attempt).orElse(0L), reports.size());
        session.send(new Welcome(
                session.sessionId(), session.clientId(), task, serverTime, resume, new Limits(4, 1000, 1 << 30)));
    }

    private List<Change> changes = List.of();

    private void propose(FakeSession session, Inventory inventory) {
        if (inventory.unable().isPresent()) {
            clientState = ClientState.DECLINED;
            return;
        }
        switch (clientState) {
            case JOINED, DEFERRED -> {
                if (agreed) {
                    session.send(agreed());
                    return;
                }
                if (taskState == TaskState.PAUSED) {
                    session.send(new Pause(pauseReason));
                    return;
                }
                List<String> leftOut = bundle.keySet().stream()
                        .filter(path -> !inventory.files().containsKey(path))
                        .toList();
                if (inventory.partial() && !leftOut.isEmpty()) {
                    session.send(new LookAt(leftOut));
                    return;
                }
                changes = BundleDiff.between(inventory.files(), bundle);
                session.send(changes.isEmpty() ? new NothingToDo(nothingToDo) : offer());
            }
            case DOWNLOADING -> session.send(agreed());
            case STAGED -> proceed(session);
            case CONFIRMING -> confirm(session);
            case SUCCEEDED -> session.send(new NothingToDo(nothingToDo));
            default -> {}
        }
    }

    /** Lets a staged client apply, unless it has to wait. */
    public void proceed(FakeSession session) {
        if (taskState == TaskState.PAUSED) {
            session.send(new Pause(pauseReason));
        } else {
            session.send(hold == null ? new Proceed(offerId) : hold);
        }
    }

    private void confirm(FakeSession session) {
        if (confirms) {
            session.send(new Confirmed(offerId, attempt));
        }
    }

    public Offer offer() {
        return new Offer(offerId, attempt, bundleRef(), changes, terms, notes);
    }

    public Agreed agreed() {
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
                proceed(session);
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

    public List<Report> reports() {
        synchronized (reports) {
            return List.copyOf(reports);
        }
    }

    public Optional<Report> lastReport() {
        return reports.isEmpty() ? Optional.empty() : Optional.of(reports.get(reports.size() - 1));
    }
}
