package parley.server.task.decide;

import java.util.Optional;
import java.util.function.Supplier;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Report;
import parley.protocol.CloseCode;

/**
 * Decides what a message of a client, or an event at the server, means for that client. Every decision follows from the
 * arguments alone, except for the names of new offers; nothing is remembered between calls. Thread-safe if the supplier
 * of offer names is.
 *
 * <p>Within one attempt a client's state only moves forward; a client that comes again after an attempt has ended gets
 * a new attempt where the policy allows one. Messages that crossed with something newer are ignored (reports are
 * acknowledged all the same); what can never be right closes the session with 22.
 */
public final class Negotiation {

    /** More offers than this in one task are made to nobody: whoever needs them does not want an update. */
    static final long MAX_OFFERS = 1_000;

    /**
     * More steps than this nobody makes who wants an update; without a bound, putting off for ever would fill the
     * history.
     */
    static final long MAX_STEPS = 10_000;

    private final Inventories inventories;
    private final Answers answers;

    public Negotiation(Supplier<String> offerNames) {
        Offers offers = new Offers(offerNames);
        inventories = new Inventories(offers);
        answers = new Answers(offers);
    }

    /** For events only: it has no names for new offers. */
    public static Negotiation withoutOffers() {
        return new Negotiation(() -> {
            throw new IllegalStateException("an event makes no offer");
        });
    }

    /**
     * What follows from a message that the client sent after it was admitted. Fetches are {@link #served} instead.
     *
     * @param session the session in which it came
     */
    public NegotiationStep take(
            ClientRecord client, TaskSnapshot task, History history, Message message, String session) {
        if (message instanceof Ping) {
            return NegotiationStep.stay(client, new Pong());
        }
        if (message instanceof Pong) {
            return NegotiationStep.stay(client);
        }
        if (client.state() == ClientState.REVOKED) {
            return NegotiationStep.close(client, CloseCode.REVOKED);
        }
        if (asksForAnOffer(message) && history.offers() >= MAX_OFFERS
                || !(message instanceof Report) && history.steps() >= MAX_STEPS) {
            return NegotiationStep.close(client, CloseCode.LIMIT);
        }
        if (message instanceof Inventory inventory) {
            return inventories.take(client, task, inventory, session);
        }
        if (message instanceof Answer answer) {
            return answers.take(client, task, history, answer);
        }
        if (message instanceof Report report) {
            return Reports.take(client, task, history, report, session);
        }
        return NegotiationStep.close(client, CloseCode.WRONG_STATE);
    }

    private static boolean asksForAnOffer(Message message) {
        return message instanceof Inventory
                || message instanceof Answer answer && answer.decision() == Decision.COUNTER;
    }

    /** The files that the client's fetches may read, by where it and its task stand. */
    public ServedFiles served(ClientRecord client, TaskSnapshot task) {
        return ServedFiles.to(client, task.state());
    }

    /** The operator ends the task: whoever has not finished is told so. */
    public NegotiationStep cancel(ClientRecord client, String reason) {
        return AttemptControl.end(client, ClientState.CANCELLED, reason);
    }

    /** The client did not finish in time. */
    public NegotiationStep timeOut(ClientRecord client, String reason) {
        return AttemptControl.end(client, ClientState.TIMED_OUT, reason);
    }

    /** The operator shuts this client out. Its outcome, if it has one, stays in the history only. */
    public NegotiationStep revoke(ClientRecord client, String reason) {
        return AttemptControl.revoke(client, reason);
    }

    /**
     * The operator gives a client whose attempt has ended without success another one, whatever the policy says of
     * retries: it stands as if it had just joined, and is told to look again. Nothing happens to any other client.
     */
    public NegotiationStep retry(ClientRecord client, String reason) {
        return AttemptControl.retry(client, reason);
    }

    /**
     * Lets a client that is held go on, if nothing holds it any more: the task has been resumed, say. Nothing happens
     * to any other client.
     *
     * @param session the session that the client has now; without one it hears when it comes back
     */
    public NegotiationStep open(ClientRecord client, TaskSnapshot task, Optional<String> session) {
        return Gates.open(client, task, session);
    }

    /** Nothing happens. */
    public NegotiationStep nothing(ClientRecord client) {
        return NegotiationStep.stay(client);
    }

    /**
     * What a session has to be told that was open when one of the above happened, or the task was paused or resumed,
     * and has not heard of it.
     *
     * @param knewOfPause whether the task was paused when the session was last told anything
     */
    public NegotiationStep missed(ClientRecord client, TaskSnapshot task, boolean knewOfPause) {
        return MissedMessages.step(client, task, knewOfPause);
    }
}
