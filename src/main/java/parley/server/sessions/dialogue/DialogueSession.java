package parley.server.sessions.dialogue;

import parley.message.Message;
import parley.protocol.CloseCode;
import parley.protocol.KeyId;

/** The session that a dialogue is held in. */
public interface DialogueSession {

    /** The token that the client holds. */
    KeyId token();

    String sessionId();

    /** Puts a message last in what the session sends. */
    void send(Message message);

    void close(CloseCode code);

    /** @param retryAfter seconds after which the client may come again; 0: as it likes */
    void close(CloseCode code, int retryAfter, String words);

    /** Has this session compared with the database soon. */
    void requestCatchUp();
}
