package parley.client;

import java.time.Duration;
import java.util.Optional;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Offer;
import parley.message.Wait;
import parley.message.Welcome;

/**
 * Is told the progress of an update, for a display or a log. A listener cannot change the update: its exceptions are
 * logged and ignored. The calls come one after the other, in the order of the events, from threads of the client,
 * which waits for them: they have to return soon. Ask a person in {@link UpdateHandler#decide} instead. They may call
 * every method of the client; {@link UpdateClient#close} then returns at once.
 */
public interface UpdateListener {

    /** A try at this URL begins. */
    default void connecting(String url) {}

    /**
     * The handshake has succeeded: this is the server that the token names, and it admitted this client.
     *
     * @param serverFingerprint of the server's public key, as the server shows it to its operator
     */
    default void connected(String url, String serverFingerprint, Welcome welcome) {}

    /**
     * The client has to wait.
     *
     * @param approvalCode six digits to compare with those that the operator sees; only while waiting for approval
     */
    default void waiting(Wait wait, Optional<String> approvalCode) {}

    /** The server has made an offer; the handler is asked next. */
    default void offered(Offer offer) {}

    /** The handler's answer, which goes to the server now. */
    default void answered(Offer offer, Answer answer) {}

    /** {@code done} of the {@code total} bytes to download are there. */
    default void progress(long done, long total) {}

    /** The client has reached this state. */
    default void state(ClientState state) {}

    /** The operator paused the task. */
    default void paused(String reason) {}

    /** The operator resumed the task. */
    default void resumed(String reason) {}

    /** The operator cancelled the update; it ends at the next point where that does no harm. */
    default void cancelled(String reason) {}

    /** An update of a client that stays has ended; the client waits for the next one. */
    default void ended(Outcome outcome) {}

    /**
     * No connection at the moment; the next try is after the delay.
     *
     * @param why a sentence without a full stop
     */
    default void reconnecting(Duration delay, String why) {}
}
