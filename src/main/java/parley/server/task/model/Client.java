package parley.server.task.model;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.message.Agent;
import parley.message.ClientState;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Progress;
import parley.message.Wait;
import parley.message.bundle.Digest;
import parley.message.platform.Platform;
import parley.protocol.ClientId;
import parley.protocol.PublicKey;
import parley.server.storage.TextMapConverter;
import parley.server.task.decide.Attempt;
import parley.server.task.decide.Barrier;
import parley.server.task.decide.ClientRecord;
import parley.server.task.decide.ClientStatus;
import parley.server.task.decide.CurrentOffer;

/** One client in one task, keyed by (task, client id). Changed only under a lock of its row. */
@Entity
@Table(name = "client")
public class Client extends ReportedStep {

    /** How often a repeated try under another name is stored. */
    private static final Duration OTHER_NAME_AGAIN = Duration.ofMinutes(1);

    @Id
    private String id;

    private String task;

    @Column(name = "client_id")
    private String clientId;

    @Column(name = "public_key")
    private byte[] publicKey;

    private String name;

    @Convert(converter = TextMapConverter.class)
    private Map<String, String> labels;

    /** The stored text of the labels, for searches. */
    @Column(name = "labels", insertable = false, updatable = false)
    private @Nullable String labelText;

    /** The stored word of the reason, for searches. */
    @Column(name = "reason", insertable = false, updatable = false)
    private @Nullable String reasonWord;

    @Convert(converter = TextMapConverter.class)
    private Map<String, String> agent;

    @Convert(converter = TextMapConverter.class)
    private Map<String, String> platform;

    private String capabilities;
    private String token;
    private ClientState state;
    private boolean ended;
    private long moves;
    private @Nullable String offer;
    private @Nullable String bundle;
    private @Nullable Long sequence;

    @Column(name = "progress_done")
    private @Nullable Long progressDone;

    @Column(name = "progress_total")
    private @Nullable Long progressTotal;

    @Column(name = "wait_until")
    private @Nullable Instant waitUntil;

    @Column(name = "proceeded_in")
    private @Nullable String proceededIn;

    private boolean excused;
    private boolean approved;

    @Column(name = "approval_code")
    private @Nullable String approvalCode;

    @Column(name = "approval_session")
    private @Nullable String approvalSession;

    private @Nullable Integer wave;

    @Column(name = "wave_at")
    private @Nullable Instant placed;

    private long entries;
    private boolean connected;
    private @Nullable String node;
    private @Nullable String session;
    private long opened;

    @Column(name = "other_name")
    private @Nullable String otherName;

    @Column(name = "other_name_at")
    private @Nullable Instant otherNameAt;

    @Column(name = "joined_at")
    private Instant joined;

    @Column(name = "changed_at")
    private Instant changed;

    @Column(name = "last_seen_at")
    private Instant lastSeen;

    protected Client() {}

    /**
     * @param hello what it says of itself
     * @param labels its own, or the token's instead
     */
    public Client(
            String id,
            String task,
            PublicKey key,
            String name,
            Hello hello,
            Map<String, String> labels,
            String token,
            boolean approved,
            Instant now) {
        this.id = id;
        this.task = task;
        this.clientId = ClientId.of(key);
        this.publicKey = key.bytes();
        this.name = name;
        this.token = token;
        this.joined = now;
        this.lastSeen = now;
        describe(hello, labels);
        follow(approved ? ClientRecord.joined(false) : ClientRecord.pending(false), now);
    }

    /** Takes what the client says about itself; the labels may come from the token instead. */
    public void introduce(Hello hello, Map<String, String> its) {
        describe(hello, its);
    }

    private void describe(Hello hello, Map<String, String> its) {
        labels = its;
        agent = Map.of("name", hello.agent().name(), "version", hello.agent().version());
        platform = Map.of(
                "os", hello.platform().os(),
                "arch", hello.platform().arch(),
                "java", hello.platform().java());
        capabilities = hello.capabilities().stream()
                .map(capability -> capability.replaceAll("\\p{Cntrl}", "?"))
                .collect(Collectors.joining("\n"));
    }

    public void connect(NodeSession asking, Instant now) {
        connected = true;
        node = asking.node();
        session = asking.id();
        opened = asking.opened();
        entries++;
        lastSeen = now;
    }

    /**
     * Whether its present session was opened after this one, although its hello came first. A client opens one
     * connection after the other, so a session that it has left is always older. The order between nodes is not known.
     */
    public boolean hasNewerThan(NodeSession asking) {
        return connected && asking.node().equals(node) && opened > asking.opened();
    }

    /** Its key came under another name, which is refused; returns whether that is new. */
    public boolean cameAs(String name, Instant now) {
        boolean news = !name.equals(otherName)
                || otherNameAt == null
                || Duration.between(otherNameAt, now).compareTo(OTHER_NAME_AGAIN) > 0;
        if (news) {
            otherName = name;
            otherNameAt = now;
        }
        return news;
    }

    /** The last other name under which its key came: its state folder was copied, or its machine renamed. */
    public Optional<String> otherName() {
        return Optional.ofNullable(otherName);
    }

    public Optional<Instant> otherNameAt() {
        return Optional.ofNullable(otherNameAt);
    }

    /** The session has ended; without effect if there is a newer one. */
    void disconnect(String ofSession, Instant now) {
        if (ofSession.equals(session)) {
            connected = false;
            lastSeen = now;
        }
    }

    public void has(Inventory inventory) {
        bundle = inventory.bundle().map(Digest::text).orElse(null);
        sequence = inventory.sequence().orElse(null);
    }

    public void hasNow(Digest applied) {
        bundle = applied.text();
    }

    public ClientRecord record(Optional<CurrentOffer> current) {
        return new ClientRecord(
                new ClientStatus(state, explanation(), waitUntil()),
                new Attempt(attempt(), current, Optional.ofNullable(proceededIn), progress()),
                seq(),
                capabilities().contains(Hello.CONFIRM),
                approved);
    }

    /** It has sent a message. An act of an operator is none. */
    public void heardFrom(Instant now) {
        lastSeen = now;
    }

    public void take(ClientRecord next, Instant now) {
        follow(next, now);
        report(next.attempt(), next.seq(), next.status().explanation());
    }

    /** All but what it has reported, which a new client has not. */
    private void follow(ClientRecord next, Instant now) {
        changed = now;
        state = next.state();
        approved = next.approved();
        ended = state.terminal();
        offer = next.offer().map(CurrentOffer::id).orElse(null);
        progressDone = next.progress().map(Progress::done).orElse(null);
        progressTotal = next.progress().map(Progress::total).orElse(null);
        waitUntil = next.waitUntil().orElse(null);
        proceededIn = next.proceeded().orElse(null);
        excused = excused && ended;
    }

    /** It gets a place in this wave, for good. */
    public void place(int number, Instant now) {
        wave = number;
        placed = now;
    }

    /** The wave in which it has a place; empty: it has none, or its task has no waves. */
    public Optional<Integer> wave() {
        return Optional.ofNullable(wave);
    }

    /** Since when it has a place. */
    public Optional<Instant> placed() {
        return Optional.ofNullable(placed);
    }

    /** The six digits of this session, which an operator compares with those that the client shows. */
    public void shows(String code, String inSession) {
        approvalCode = code;
        approvalSession = inSession;
    }

    /** Whether the code of this session has been given. */
    public boolean hasShown(String inSession) {
        return inSession.equals(approvalSession);
    }

    /** The six digits that it shows now: only while it waits for approval, and is connected. */
    public Optional<String> approvalCode() {
        return state == ClientState.PENDING && connected && approvalSession != null && approvalSession.equals(session)
                ? Optional.ofNullable(approvalCode)
                : Optional.empty();
    }

    /** Whether it may take part: it was approved, or its task asks for no approval. */
    public boolean approved() {
        return approved;
    }

    /** How many steps it has made. */
    public long moves() {
        return moves;
    }

    long nextMove() {
        return ++moves;
    }

    public Optional<String> offer() {
        return Optional.ofNullable(offer);
    }

    /** The row's own id; never shown outside. */
    public String id() {
        return id;
    }

    public String task() {
        return task;
    }

    public String clientId() {
        return clientId;
    }

    public String name() {
        return name;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public Agent agent() {
        return new Agent(said(agent, "name"), said(agent, "version"));
    }

    public Platform platform() {
        return new Platform(said(platform, "os"), said(platform, "arch"), said(platform, "java"));
    }

    private String said(Map<String, String> column, String member) {
        String value = column.get(member);
        if (value == null) {
            throw new IllegalStateException("client " + id + " is damaged in the database: it has no " + member);
        }
        return value;
    }

    public List<String> capabilities() {
        return capabilities.isEmpty() ? List.of() : List.of(capabilities.split("\n"));
    }

    /** The key id of the token that admitted it, in hex. */
    public String token() {
        return token;
    }

    public ClientState state() {
        return state;
    }

    /** The digest of the bundle that it has, if it said so. */
    public Optional<String> bundle() {
        return Optional.ofNullable(bundle);
    }

    /** The highest sequence of an offer that was ever applied there, if it said so. */
    public Optional<Long> sequence() {
        return Optional.ofNullable(sequence);
    }

    public Optional<Progress> progress() {
        return progressDone == null || progressTotal == null
                ? Optional.empty()
                : Optional.of(new Progress(progressDone, progressTotal));
    }

    /** Until when it was allowed to stay away. */
    public Optional<Instant> waitUntil() {
        return Optional.ofNullable(waitUntil);
    }

    /** What blocks it. */
    public Optional<Wait> waitsFor(Barrier barrier) {
        return barrier.before(state, proceeds());
    }

    /** Whether it was told to apply in this attempt. */
    public boolean proceeds() {
        return proceededIn != null;
    }

    public boolean connected() {
        return connected;
    }

    /** The session that it has, or had last. */
    public Optional<String> session() {
        return Optional.ofNullable(session);
    }

    /** How many sessions it has had; counted under the lock of its row, so that the greater number is the newer one. */
    public long entries() {
        return entries;
    }

    public Instant joined() {
        return joined;
    }

    /** When it last changed its state, reported, or was sent files. */
    public Instant changed() {
        return changed;
    }

    public Instant lastSeen() {
        return lastSeen;
    }
}
