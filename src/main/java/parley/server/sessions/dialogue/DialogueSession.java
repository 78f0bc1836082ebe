package parley.server.sessions.dialogue;

import parley.message.Message;
import parley.protocol.CloseCode;
import parley.protocol.KeyId;

/** The session of a dialogue. */
public interface DialogueSession {

    /** The token that the client holds. */
    KeyId token();

    String sessionId();

    /** The six digits that an operator compares with those that the client shows. */
    String approvalCode();

    /** r_s in base64url without padding: the client computes the same digits with it. */
    String reveal();

    /** Appends a message to those that the session sends. */
    void send(Message message);

    void close(CloseCode code);

    /** @param retryAfter seconds after which the client may come back; 0: at any time */
    void close(CloseCode code, int retryAfter, String words);

    /** Has this session compared with the database soon. */
    void requestCatchUp();
}
