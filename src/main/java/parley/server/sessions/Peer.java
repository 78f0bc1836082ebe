package parley.server.sessions;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.message.Hello;
import parley.message.Message;
import parley.message.MessageException;
import parley.message.Messages;
import parley.message.Ping;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.KeyId;
import parley.protocol.ProtocolException;
import parley.protocol.ServerHandshake;
import parley.protocol.Session;
import parley.protocol.Wire;
import parley.server.tasks.Admissions.Admission;
import parley.server.tasks.Refusal;
import parley.server.tasks.Stance;

/**
 * The server's end of one connection, from the upgrade to the end: handshake, hello, conversation, close. Messages come
 * one at a time; what others push, and the clock, come from any thread.
 */
final class Peer {

    private static final Logger LOG = Logger.getLogger(Peer.class.getName());
    private static final int GOING_AWAY = 1001;

    private final Sessions sessions;
    private final Socket socket;
    private final String address;
    private final long opened;

    private final ReentrantLock turn = new ReentrantLock();
    private final Inbound inbound;
    private final Outbound outbound;
    private final Handshaking handshaking;
    private final Course course;
    private final Heartbeat heartbeat;
    private volatile Session session;
    private volatile Talk talk;
    private final AtomicBoolean signedOff = new AtomicBoolean();

    Peer(Sessions sessions, Socket socket, String address, long opened) {
        this.opened = opened;
        this.sessions = sessions;
        this.socket = socket;
        this.inbound = new Inbound(sessions, this::refuse, this::interrupt);
        this.address = address;
        this.outbound =
                new Outbound(socket, sessions.clock(), sessions.memory().share(), this::refill, this::interrupt);
        this.handshaking = new Handshaking(sessions.tokens(), new ServerHandshake(sessions.random()));
        this.course = new Course(sessions.clock());
        this.heartbeat = new Heartbeat(sessions.clock().instant());
    }

    /** Sends the challenge. */
    void begin() {
        outbound.add(handshaking.m0());
        outbound.flush();
    }

    void received(byte[] message) {
        turn.lock();
        try {
            heartbeat.heard(sessions.clock().instant());
            sessions.metrics().received(message.length);
            take(message);
        } catch (ProtocolException e) {
            fail(e.failure().word());
        } catch (MessageException e) {
            close(CloseCode.of(e.closeCode()));
        } catch (RuntimeException e) {
            if (course.in(Phase.ENDED)) {
                LOG.log(Level.FINE, "A connection ended while a message of it was worked on.", e);
            } else {
                LOG.log(Level.SEVERE, "A message could not be worked on.", e);
                hitch();
            }
        } finally {
            inbound.done();
            turn.unlock();
        }
        outbound.flush();
    }

    /** Whether a frame of this length may come, before any of it is kept. From the thread that reads. */
    boolean begins(long frame) {
        return inbound.begins(frame, course.in(Phase.EXPECTS_M1));
    }

    /** Something that is no whole binary message. */
    void refuse() {
        turn.lock();
        try {
            fail("framing");
        } finally {
            turn.unlock();
        }
    }

    private void take(byte[] message) throws ProtocolException, MessageException {
        switch (course.now()) {
            case EXPECTS_M1 -> takeM1(message);
            case EXPECTS_M3 -> takeM3(message);
            case EXPECTS_HELLO -> takeHello(opened(message));
            case ADMITTING -> takeEarly(opened(message));
            case TALKING -> takeTurn(opened(message));
            case CLOSING, LEAVING -> takeLast(opened(message));
            case ENDED -> LOG.finest("A message after the end.");
        }
    }

    private Incoming opened(byte[] record) throws ProtocolException {
        return inbound.open(session.reader(), record);
    }

    private void takeM1(byte[] m1) throws ProtocolException {
        outbound.add(handshaking.m2(m1));
        course.answerM1();
    }

    private void takeM3(byte[] m3) throws ProtocolException {
        session = handshaking.session(m3);
        course.enter(Phase.EXPECTS_M3, Phase.EXPECTS_HELLO);
        KeyId keyId = handshaking.keyId().orElseThrow();
        sessions.verified(this, keyId);
        inbound.belongTo(keyId);
        Optional<Refusal> refusal = sessions.refusal(keyId, session);
        if (refusal.isPresent()) {
            refuse(refusal.get());
        } else if (sessions.full(keyId)) {
            close(CloseCode.BUSY, sessions.busySeconds());
        }
    }

    private void takeHello(Incoming incoming) throws ProtocolException, MessageException {
        if (incoming instanceof Incoming.Json json) {
            if (Messages.decode(json.utf8()) instanceof Hello hello) {
                course.enter(Phase.EXPECTS_HELLO, Phase.ADMITTING);
                sessions.inBackground(() -> admit(hello));
            } else {
                close(CloseCode.WRONG_STATE);
            }
        } else if (incoming instanceof Incoming.Part) {
            close(CloseCode.LIMIT);
        } else {
            takeClose();
        }
    }

    private void takeEarly(Incoming incoming) {
        if (incoming instanceof Incoming.Close) {
            takeClose();
        } else {
            fail("early");
        }
    }

    private void takeTurn(Incoming incoming) throws MessageException {
        if (incoming instanceof Incoming.Json json) {
            talk.take(json.utf8());
        } else if (incoming instanceof Incoming.Close) {
            takeClose();
        }
    }

    private void takeLast(Incoming incoming) {
        if (incoming instanceof Incoming.Close) {
            endAfterSending();
        }
    }

    private void takeClose() {
        session.writer().close(CloseCode.DONE, 0, "", outbound::add);
        endAfterSending();
    }

    /** Not under the lock while the database works: a record that comes meanwhile is one too early. */
    private void admit(Hello hello) {
        Optional<Admission> admission = Optional.empty();
        try {
            admission = Optional.of(sessions.admit(handshaking.keyId().orElseThrow(), session, hello, opened));
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "A client could not be admitted.", e);
        }
        turn.lock();
        try {
            welcome(admission);
        } finally {
            turn.unlock();
        }
        outbound.flush();
    }

    private void welcome(Optional<Admission> admission) {
        if (admission.isEmpty()) {
            hitch();
        } else if (admission.get() instanceof Admission.In in) {
            talk = new Talk(sessions, this, in);
            if (course.enter(Phase.ADMITTING, Phase.TALKING)) {
                send(sessions.welcome(session, in));
                sessions.admitted(this, in);
            }
            if (course.in(Phase.ENDED)) {
                sessions.gone(this);
            }
        } else if (course.in(Phase.ADMITTING) && admission.get() instanceof Admission.Refused refused) {
            refuse(refused.why());
        }
    }

    private boolean refill() {
        return course.in(Phase.TALKING) && talk.next(session.writer(), this::sealed);
    }

    private void sealed(byte[] record) {
        sessions.metrics().sent(record.length);
        outbound.add(record);
    }

    /** Puts a message last in what this session sends. */
    void send(Message message) {
        byte[] json = Messages.encode(message);
        if (json.length > Wire.MAX_JSON) {
            close(CloseCode.LIMIT);
        } else {
            session.writer().json(json, this::sealed);
        }
    }

    /** Tells the client what it has missed if it stands elsewhere than its session knows. From any thread. */
    void catchUp(Stance stance) {
        if (course.in(Phase.TALKING)) {
            talk.catchUp(stance);
            outbound.flush();
        }
    }

    /** Ends the session with words. From any thread. */
    void close(CloseCode code) {
        close(code, 0);
    }

    void close(CloseCode code, int retryAfter) {
        close(code, retryAfter, code.sentence());
    }

    private void refuse(Refusal refusal) {
        sessions.refused(refusal, address);
        close(refusal.code(), 0, refusal.words());
    }

    void close(CloseCode code, int retryAfter, String words) {
        if (session == null) {
            end(Wire.FAILURE_CLOSE);
        } else if (session.writer().close(code, retryAfter, words, outbound::add)) {
            endTalk();
            course.leave(Phase.CLOSING);
        }
        outbound.flush();
    }

    private void endTalk() {
        Talk talking = talk;
        if (talking != null) {
            talking.end();
        }
    }

    /** The fault is on this side. */
    private void hitch() {
        if (course.inHandshake()) {
            fail("internal");
        } else {
            close(CloseCode.INTERNAL);
        }
    }

    private void endAfterSending() {
        course.leave(Phase.LEAVING);
        outbound.whenEmpty(() -> end(Wire.NORMAL_CLOSE));
    }

    private void fail(String cause) {
        if (!course.in(Phase.ENDED)) {
            sessions.refused(cause, address, course.inHandshake());
            end(Wire.FAILURE_CLOSE);
        }
    }

    private void interrupt() {
        end(GOING_AWAY);
    }

    private void end(int code) {
        course.end();
        outbound.die();
        socket.close(code);
        closed();
    }

    /** The connection is gone, whoever ended it. */
    void closed() {
        course.end();
        outbound.die();
        inbound.end();
        endTalk();
        handshaking.forget();
        if (session != null) {
            session.destroy();
        }
        sessions.gone(this);
    }

    /** Does what is due by now; a peer that is busy is looked at the next time. */
    void tick(Instant now) {
        if (outbound.stuck()) {
            interrupt();
        } else if (turn.tryLock()) {
            try {
                lookAtTheClock(now);
            } finally {
                turn.unlock();
            }
            outbound.flush();
        }
    }

    private void lookAtTheClock(Instant now) {
        if (course.tooLong(now)) {
            switch (course.now()) {
                case EXPECTS_M1, EXPECTS_M3 -> fail("timeout");
                case EXPECTS_HELLO -> close(CloseCode.IDLE);
                case ADMITTING, TALKING -> close(CloseCode.DONE);
                case CLOSING, LEAVING -> end(Wire.NORMAL_CLOSE);
                case ENDED -> sessions.gone(this);
            }
        } else if (course.in(Phase.TALKING)) {
            beat(now);
        }
    }

    private void beat(Instant now) {
        switch (heartbeat.due(now)) {
            case PING -> send(new Ping());
            case END -> interrupt();
            case NOTHING -> LOG.finest("Nothing is due.");
        }
    }

    String address() {
        return address;
    }

    Optional<KeyId> keyId() {
        return handshaking.keyId();
    }

    /** The client's row id, once it was admitted. */
    Optional<String> client() {
        return Optional.ofNullable(talk).map(Talk::client);
    }

    /** The id of the task, once the client was admitted. */
    Optional<String> task() {
        return Optional.ofNullable(talk).map(Talk::task);
    }

    /** Of two sessions of one client that with the greater number is the newer one. */
    long entry() {
        return talk.entry();
    }

    String sessionId() {
        return session.sessionId();
    }

    boolean talking() {
        return course.in(Phase.TALKING);
    }

    boolean heardSince(Instant time) {
        return heartbeat.heardSince(time);
    }

    boolean working() {
        return course.in(Phase.TALKING) && talk.working();
    }

    /** True the first time only: whoever gets it clears the client's connected flag. */
    boolean signOff() {
        return talk != null && !signedOff.getAndSet(true);
    }
}
