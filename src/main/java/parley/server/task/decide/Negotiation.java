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
 * Decides what a message of a client, or an event at the server, means for that client. Every decision follows from
 * the arguments only, except the names of new offers; nothing is remembered between calls. Thread-safe if the supplier
 * of offer names is.
 *
 * <p>Within one attempt a client's state only moves forward; a client that comes back after the end of an attempt gets
 * a new attempt if the policy allows one. Messages that crossed with newer ones are ignored (but reports are
 * acknowledged); a message that can never be right closes the session with 22.
 */
public final class Negotiation {

    /** The most offers to one client in one task; an honest client needs fewer. */
    static final long MAX_OFFERS = 1_000;

    /**
     * The most steps of one client; an honest client needs fewer, and without a bound endless deferrals would fill the
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

    /** For events only: it cannot make offers. */
    public static Negotiation withoutOffers() {
        return new Negotiation(() -> {
            throw new IllegalStateException("an event makes no offer");
        });
    }

    /**
     * Handles a message of an admitted client, except fetches: see {@link #served}.
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
            return NegotiationStep.close(client, AttemptControl.shutOut(client));
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

    /** The files that the client may fetch, in its and its task's present state. */
    public ServedFiles served(ClientRecord client, TaskSnapshot task) {
        return ServedFiles.to(client, task.state());
    }

    /** The operator ends the task: a client that has not finished is told. */
    public NegotiationStep cancel(ClientRecord client, String reason) {
        return AttemptControl.end(client, ClientState.CANCELLED, reason);
    }

    /** The client did not finish in time. */
    public NegotiationStep timeOut(ClientRecord client, String reason) {
        return AttemptControl.end(client, ClientState.TIMED_OUT, reason);
    }

    /** The operator approves a pending client, which then sends its inventory again. Others are not changed. */
    public NegotiationStep approve(ClientRecord client, String reason) {
        return AttemptControl.approve(client, reason);
    }

    /** The operator revokes this client. Its outcome, if it has one, stays in the history only. */
    public NegotiationStep revoke(ClientRecord client, String reason) {
        return AttemptControl.revoke(client, reason);
    }

    /**
     * The operator gives a client whose attempt has ended without success another attempt, whatever the policy says
     * about retries: it becomes joined and is told to send its inventory. Has no effect on any other client.
     */
    public NegotiationStep retry(ClientRecord client, String reason) {
        return AttemptControl.retry(client, reason);
    }

    /**
     * Resumes a client once nothing blocks it, for example after a resume of the task. Has no effect on any other
     * client.
     *
     * @param session the client's present session; without one it is told when it comes back
     */
    public NegotiationStep open(ClientRecord client, TaskSnapshot task, Optional<String> session) {
        return BarrierSteps.open(client, task, session);
    }

    /** Has no effect. */
    public NegotiationStep nothing(ClientRecord client) {
        return NegotiationStep.stay(client);
    }

    /**
     * The messages for an open session that has missed one of the above, or a pause or resume of the task.
     *
     * @param knewOfPause whether the task was paused when the session last got a message
     */
    public NegotiationStep missed(ClientRecord client, TaskSnapshot task, boolean knewOfPause) {
        return MissedMessages.step(client, task, knewOfPause);
    }
}
