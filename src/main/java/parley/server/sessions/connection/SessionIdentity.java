package parley.server.sessions.connection;

import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import parley.protocol.KeyId;
import parley.protocol.ProtocolException;
import parley.protocol.Session;
import parley.server.logs.LogIds;
import parley.server.sessions.dialogue.DialogueSession;
import parley.server.sessions.dialogue.SessionDialogue;

/**
 * Who is at the other end of one connection, as far as it is known: the key id from the first message of the client,
 * the verified session after the handshake, the client and its task after the admission. The handling of messages
 * writes it; any thread may read it.
 */
abstract class SessionIdentity implements DialogueSession {

    private final String address;
    private final Handshaking handshaking;
    private final AtomicBoolean signedOff = new AtomicBoolean();
    private volatile @Nullable Session session;
    private volatile @Nullable SessionDialogue dialogue;

    SessionIdentity(String address, Handshaking handshaking) {
        this.address = address;
        this.handshaking = handshaking;
    }

    final Handshaking handshaking() {
        return handshaking;
    }

    /** Ends the handshake with the client's second message. */
    final Session verify(byte[] m3) throws ProtocolException {
        Session verified = handshaking.session(m3);
        session = verified;
        return verified;
    }

    /** Whether the handshake has ended well. */
    final boolean verified() {
        return session != null;
    }

    /** There is one from the phase {@link SessionPhase#EXPECTS_HELLO} on. */
    final Session session() {
        Session verified = session;
        if (verified == null) {
            throw new IllegalStateException("The handshake has not ended.");
        }
        return verified;
    }

    /** The client is admitted: this is its dialogue. */
    final void begin(SessionDialogue admitted) {
        dialogue = admitted;
    }

    /** There is one from the phase {@link SessionPhase#TALKING} on. */
    final SessionDialogue dialogue() {
        SessionDialogue begun = dialogue;
        if (begun == null) {
            throw new IllegalStateException("The client has not been admitted.");
        }
        return begun;
    }

    final void endTalk() {
        SessionDialogue talking = dialogue;
        if (talking != null) {
            talking.end();
        }
    }

    /** Destroys the keys of the handshake and of the session. What names the client stays known. */
    final void destroyKeys() {
        handshaking.forget();
        Session verified = session;
        if (verified != null) {
            verified.destroy();
        }
    }

    public final String address() {
        return address;
    }

    @Override
    public final KeyId token() {
        return handshaking.keyId().orElseThrow();
    }

    public final Optional<KeyId> keyId() {
        return handshaking.keyId();
    }

    /** The client's row id, once it was admitted. */
    public final Optional<String> client() {
        return Optional.ofNullable(dialogue).map(SessionDialogue::client);
    }

    /** The id of the task, once the client was admitted. */
    public final Optional<String> task() {
        return Optional.ofNullable(dialogue).map(SessionDialogue::task);
    }

    /** The name under which the client was admitted. */
    public final String clientName() {
        return dialogue().name();
    }

    /** What the lines of the log about this connection name. */
    final LogIds logIds() {
        Optional<SessionDialogue> talking = Optional.ofNullable(dialogue);
        return new LogIds(
                talking.map(SessionDialogue::task),
                talking.map(SessionDialogue::name),
                Optional.ofNullable(session).map(Session::sessionId));
    }

    /** Of two sessions of one client the one with the greater number is newer. */
    public final long entry() {
        return dialogue().entry();
    }

    @Override
    public final String sessionId() {
        return session().sessionId();
    }

    @Override
    public final String approvalCode() {
        return session().approvalCode(session().reveal());
    }

    @Override
    public final String reveal() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(session().reveal());
    }

    /** True the first time only: the caller that gets it clears the client's connected flag. */
    public final boolean signOff() {
        return dialogue != null && !signedOff.getAndSet(true);
    }
}
