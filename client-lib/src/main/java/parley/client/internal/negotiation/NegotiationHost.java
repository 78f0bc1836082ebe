package parley.client.internal.negotiation;

import java.util.Optional;
import parley.client.Outcome;
import parley.client.UpdateException;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.client.internal.store.TaskMemory;
import parley.message.Message;

/** The environment of a {@link Conversation}. */
public interface NegotiationHost {

    /** Sends within the present session. */
    void send(Message message);

    /** The six digits for the approval; refuses a reveal that the server was not committed to. */
    String approvalCode(byte[] reveal) throws UnexpectedMessageException;

    /** Of the server that the token names. */
    String serverFingerprint();

    /** The stored state of the task that a welcome names. */
    TaskMemory memoryOf(String taskId);

    /** Runs this once the server has taken everything that was sent in the present session up to now. */
    void whenHeard(Runnable work);

    /**
     * Why the last connection, or the last try for one, ended; empty if this client left it by itself, or there was
     * none.
     */
    Optional<String> whyNotConnected();

    /** Leaves the present session, if there is one, and makes a new connection at once. */
    void reconnect(String why);

    /** The handler is no longer applying an update, and nothing waits for a confirmation. */
    void settled();

    /** An update has ended and everything is reported; a client that stays goes on from here. */
    void finish(Outcome outcome);

    /** The end, without an outcome. */
    void giveUp(UpdateException why);
}
