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

/** The server's side of a session: what a session needs from it. Thread-safe. */
public interface SessionHost {

    Clock clock();

    SecureRandom random();

    Tokens tokens();

    SessionMetrics metrics();

    /** For the waiting messages of all sessions. */
    MemoryBudget messages();

    /** For the frames that the container keeps until they are complete. */
    MemoryBudget frames();

    /** Seconds after which a client may come back if the server is full. */
    int busySeconds();

    /** The peer has proved that it holds this token. */
    void verified(ClientSession session, KeyId token);

    /** Why an authenticated client is refused, before its hello. */
    Optional<Refusal> refusal(KeyId token, Session keys);

    /** Whether there are too many sessions, in all or of this token, the newest counted. */
    boolean full(KeyId token);

    /** Decides whether the client is admitted. Uses the database. */
    Admission admit(KeyId token, Session keys, Hello hello, long opened);

    Welcome welcome(Session keys, Admission.In in);

    /** The client was welcomed: from now on the session gets signals. */
    void admitted(ClientSession session, Admission.In in);

    /** The dialogue after the welcome. */
    SessionDialogue dialogue(ClientSession session, Admission.In in);

    /** Has the session of this client compared with the database soon. */
    void requestCatchUp(String client);

    /** A handshake or a record was refused. */
    void refused(String cause, String address, boolean inHandshake);

    /** An authenticated client was refused. */
    void refused(Refusal refusal, String address);

    /** The connection has ended. May be called more than once. */
    void gone(ClientSession session);

    /** Runs this work on another thread, or at once if there is none. */
    void inBackground(Runnable work);
}
