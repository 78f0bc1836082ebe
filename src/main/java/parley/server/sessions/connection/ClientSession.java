package parley.server.sessions.connection;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.message.Hello;
import parley.message.Message;
import parley.message.Messages;
import parley.message.Ping;
import parley.message.json.MessageException;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.KeyId;
import parley.protocol.ProtocolException;
import parley.protocol.ServerHandshake;
import parley.protocol.Session;
import parley.protocol.Wire;
import parley.server.task.model.SeenState;
import parley.server.task.service.Admissions.Admission;
import parley.server.task.service.ClientChange;
import parley.server.task.service.Refusal;

/**
 * The server's end of one connection, from the upgrade to the end: handshake, hello, dialogue, close. Messages come
 * one at a time; pushes of others and timers come from any thread.
 */
public final class ClientSession extends SessionIdentity {

    private static final Logger LOG = Logger.getLogger(ClientSession.class.getName());
    private static final int GOING_AWAY = 1001;

    private final SessionHost host;
    private final Socket socket;
    private final long opened;

    private final ReentrantLock turn = new ReentrantLock();
    private final InboundRecords inbound;
    private final OutboundQueue outbound;
    private final SessionProgress progress;
    private final SessionHeartbeat heartbeat;

    public ClientSession(SessionHost host, Socket socket, String address, long opened) {
        super(address, new Handshaking(host.tokens(), new ServerHandshake(host.random())));
        this.opened = opened;
        this.host = host;
        this.socket = socket;
        this.inbound = new InboundRecords(host, this::refuse, this::interrupt);
        this.outbound = new OutboundQueue(socket, host.clock(), host.messages().share(), this::refill, this::interrupt);
        this.progress = new SessionProgress(host.clock());
        this.heartbeat = new SessionHeartbeat(host.clock().instant());
    }

    /** Sends the challenge. */
    public void begin() {
        outbound.add(handshaking().m0());
        outbound.flush();
    }

    public void received(byte[] message) {
        logIds().during(() -> handle(message));
    }

    private void handle(byte[] message) {
        turn.lock();
        try {
            heartbeat.heard(host.clock().instant());
            host.metrics().received(message.length);
            take(message);
        } catch (ProtocolException e) {
            fail(e.failure().word());
        } catch (MessageException e) {
            close(CloseCode.of(e.closeCode()));
        } catch (RuntimeException e) {
            if (progress.in(SessionPhase.ENDED)) {
                LOG.log(Level.FINE, "A connection ended while one of its messages was handled.", e);
            } else {
                LOG.log(Level.SEVERE, "A message could not be handled.", e);
                failInternally();
            }
        } finally {
            inbound.done();
            turn.unlock();
        }
        outbound.flush();
    }

    /** Whether a frame of this length is accepted, before any of it is kept. On the reading thread. */
    public boolean begins(long frame) {
        return inbound.begins(frame, progress.in(SessionPhase.EXPECTS_M1));
    }

    /** Refuses anything that is not a whole binary message. */
    public void refuse() {
        turn.lock();
        try {
            fail("framing");
        } finally {
            turn.unlock();
        }
    }

    private void take(byte[] message) throws ProtocolException, MessageException {
        switch (progress.now()) {
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
        return inbound.open(session().reader(), record);
    }

    private void takeM1(byte[] m1) throws ProtocolException {
        outbound.add(handshaking().m2(m1));
        progress.answerM1();
    }

    private void takeM3(byte[] m3) throws ProtocolException {
        Session verified = verify(m3);
        progress.enter(SessionPhase.EXPECTS_M3, SessionPhase.EXPECTS_HELLO);
        KeyId keyId = token();
        host.verified(this, keyId);
        inbound.belongTo(keyId);
        Optional<Refusal> refusal = host.refusal(keyId, verified);
        if (refusal.isPresent()) {
            refuse(refusal.get());
        } else if (host.full(keyId)) {
            close(CloseCode.BUSY, host.busySeconds());
        }
    }

    private void takeHello(Incoming incoming) throws ProtocolException, MessageException {
        if (incoming instanceof Incoming.Json json) {
            if (Messages.decode(json.utf8()) instanceof Hello hello) {
                progress.enter(SessionPhase.EXPECTS_HELLO, SessionPhase.ADMITTING);
                host.inBackground(() -> logIds().during(() -> admit(hello)));
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
            dialogue().take(json.utf8());
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
        session().writer().close(CloseCode.DONE, 0, "", outbound::add);
        endAfterSending();
    }

    /** Not under the lock during the database work: a record that comes meanwhile is too early. */
    private void admit(Hello hello) {
        Optional<Admission> admission = Optional.empty();
        try {
            admission = Optional.of(host.admit(token(), session(), hello, opened));
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
            failInternally();
        } else if (admission.get() instanceof Admission.In in) {
            begin(host.dialogue(this, in));
            if (progress.enter(SessionPhase.ADMITTING, SessionPhase.TALKING)) {
                send(host.welcome(session(), in));
                host.admitted(this, in);
            }
            if (progress.in(SessionPhase.ENDED)) {
                host.gone(this);
            }
        } else if (progress.in(SessionPhase.ADMITTING) && admission.get() instanceof Admission.Refused refused) {
            refuse(refused.why());
        }
    }

    private boolean refill() {
        return progress.in(SessionPhase.TALKING) && dialogue().next(session().writer(), this::sealed);
    }

    private void sealed(byte[] record) {
        host.metrics().sent(record.length);
        outbound.add(record);
    }

    @Override
    public void send(Message message) {
        byte[] json = Messages.encode(message);
        if (json.length > Wire.MAX_JSON) {
            close(CloseCode.LIMIT);
        } else {
            session().writer().json(json, this::sealed);
        }
    }

    /** What this session knows, if it talks and its client's state is another one by now. From any thread. */
    public Optional<SeenState> lags(SeenState present) {
        return progress.in(SessionPhase.TALKING) ? dialogue().lags(present) : Optional.empty();
    }

    /** Sends the client what it has missed since the state that {@link #lags} gave. From any thread. */
    public void catchUp(ClientChange missed) {
        if (progress.in(SessionPhase.TALKING)) {
            dialogue().catchUp(missed);
            outbound.flush();
        }
    }

    @Override
    public void close(CloseCode code) {
        close(code, 0);
    }

    public void close(CloseCode code, int retryAfter) {
        close(code, retryAfter, code.sentence());
    }

    private void refuse(Refusal refusal) {
        host.refused(refusal, address());
        close(refusal.code(), 0, refusal.words());
    }

    @Override
    public void close(CloseCode code, int retryAfter, String words) {
        if (!verified()) {
            end(Wire.FAILURE_CLOSE);
        } else if (session().writer().close(code, retryAfter, words, outbound::add)) {
            endTalk();
            progress.leave(SessionPhase.CLOSING);
        }
        outbound.flush();
    }

    /** The fault is on this side. */
    private void failInternally() {
        if (progress.inHandshake()) {
            fail("internal");
        } else {
            close(CloseCode.INTERNAL);
        }
    }

    private void endAfterSending() {
        progress.leave(SessionPhase.LEAVING);
        outbound.whenEmpty(() -> end(Wire.NORMAL_CLOSE));
    }

    private void fail(String cause) {
        if (!progress.in(SessionPhase.ENDED)) {
            host.refused(cause, address(), progress.inHandshake());
            end(Wire.FAILURE_CLOSE);
        }
    }

    private void interrupt() {
        end(GOING_AWAY);
    }

    private void end(int code) {
        progress.end();
        outbound.die();
        socket.close(code);
        closed();
    }

    /** The connection has ended, on either side. */
    public void closed() {
        logIds().during(this::finish);
    }

    private void finish() {
        progress.end();
        outbound.die();
        inbound.end();
        endTalk();
        destroyKeys();
        host.gone(this);
    }

    /** Does what is due now; skips a session that is busy until the next time. */
    public void tick(Instant now) {
        logIds().during(() -> check(now));
    }

    private void check(Instant now) {
        if (outbound.stuck()) {
            interrupt();
        } else if (turn.tryLock()) {
            try {
                checkTimeouts(now);
            } finally {
                turn.unlock();
            }
            outbound.flush();
        }
    }

    private void checkTimeouts(Instant now) {
        if (progress.tooLong(now)) {
            switch (progress.now()) {
                case EXPECTS_M1, EXPECTS_M3 -> fail("timeout");
                case EXPECTS_HELLO -> close(CloseCode.IDLE);
                case ADMITTING, TALKING -> close(CloseCode.DONE);
                case CLOSING, LEAVING -> end(Wire.NORMAL_CLOSE);
                case ENDED -> host.gone(this);
            }
        } else if (progress.in(SessionPhase.TALKING)) {
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

    @Override
    public void requestCatchUp() {
        host.requestCatchUp(dialogue().client());
    }

    public boolean talking() {
        return progress.in(SessionPhase.TALKING);
    }

    public boolean heardSince(Instant time) {
        return heartbeat.heardSince(time);
    }

    /** The memory for an answer to it, in bytes. It must have been admitted. */
    public long memoryToAnswer() {
        return dialogue().memoryToAnswer();
    }

    public boolean working() {
        return talking() && dialogue().working();
    }
}
