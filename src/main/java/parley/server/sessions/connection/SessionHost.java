package parley.server.sessions.connection;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import parley.message.Hello;
import parley.message.Welcome;
import parley.protocol.KeyId;
import parley.protocol.Session;
import parley.server.sessions.dialogue.SessionDialogue;
import parley.server.task.service.Admissions.Admission;
import parley.server.task.service.Refusal;
import parley.server.tokens.Tokens;

/** What one client's session asks of the server that holds it. Safe for many threads. */
public interface SessionHost {

    Clock clock();

    SecureRandom random();

    Tokens tokens();

    SessionMetrics metrics();

    /** For the messages of all sessions that wait, to be sent or to become whole. */
    MemoryBudget messages();

    /** For the frames that the container keeps until they are whole. */
    MemoryBudget frames();

    /** Seconds after which a client that does not find room may come again. */
    int busySeconds();

    /** The peer has proved that it holds this token. */
    void verified(ClientSession session, KeyId token);

    /** Why a client that has proved who it is cannot stay, before it has said anything. */
    Optional<Refusal> refusal(KeyId token, Session keys);

    /** Whether there are too many sessions, in all or of this token, the newest counted. */
    boolean full(KeyId token);

    /** Decides whether the client comes in. Works on the database. */
    Admission admit(KeyId token, Session keys, Hello hello, long opened);

    Welcome welcome(Session keys, Admission.In in);

    /** The client was welcomed: from now on it hears of what happens. */
    void admitted(ClientSession session, Admission.In in);

    /** What is said after the welcome. */
    SessionDialogue dialogue(ClientSession session, Admission.In in);

    /** Has the session of this client compared with the database soon. */
    void requestCatchUp(String client);

    /** A handshake or a record was refused. */
    void refused(String cause, String address, boolean inHandshake);

    /** A client was refused that has proved who it is. */
    void refused(Refusal refusal, String address);

    /** The connection has ended. May be called more than once. */
    void gone(ClientSession session);

    /** Does this work on another thread, or at once when there is none. */
    void inBackground(Runnable work);
}
