package parley.server.task.decide;

import java.util.List;
import parley.message.ClientState;
import parley.message.Inability;
import parley.message.Inventory;
import parley.message.LookAt;
import parley.message.NothingToDo;
import parley.message.Pause;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.protocol.CloseCode;

/**
 * Handles a client's inventory in each state: makes an offer, repeats the message for its state, or says that there
 * will be no offer.
 */
final class Inventories {

    private final Offers offers;

    Inventories(Offers offers) {
        this.offers = offers;
    }

    NegotiationStep take(ClientRecord client, TaskSnapshot task, Inventory inventory, String session) {
        if (!client.approved()) {
            return unapproved(client);
        }
        if (inventory.unable().isPresent()) {
            return unable(client, task, inventory.unable().get());
        }
        if (inventory.partial() && isCompared(client, task)) {
            List<String> leftOut = Offers.leftOut(inventory, task);
            if (!leftOut.isEmpty()) {
                return NegotiationStep.stay(client, new LookAt(leftOut));
            }
        }
        return taken(client, task, inventory, session);
    }

    /** A client that was never approved hears nothing of the update, whatever it has. */
    private static NegotiationStep unapproved(ClientRecord client) {
        return switch (client.state()) {
            case PENDING -> NegotiationStep.stay(client, Wait.of(WaitFor.APPROVAL));
            case REVOKED -> NegotiationStep.close(client, AttemptControl.shutOut(client));
            default -> NegotiationStep.stay(client, AttemptControl.again(client));
        };
    }

    /** Counts as declined, because a client that cannot compare cannot apply; a running update may go on later. */
    private static NegotiationStep unable(ClientRecord client, TaskSnapshot task, Inability why) {
        Explanation explanation = Explanation.of(why.reason(), why.detail());
        return switch (client.state()) {
            case JOINED, OFFERED, DEFERRED -> {
                if (task.ended()) {
                    yield NegotiationStep.stay(client);
                }
                ClientRecord trying = client.offer().isPresent() ? client : client.attempt(client.attempt() + 1);
                yield NegotiationStep.move(
                        client, trying.in(ClientState.DECLINED).because(explanation));
            }
            case DECLINED -> NegotiationStep.stay(client.because(explanation));
            default -> NegotiationStep.stay(client);
        };
    }

    /** Whether the inventory has a consequence. */
    private static boolean isCompared(ClientRecord client, TaskSnapshot task) {
        return switch (client.state()) {
            case JOINED, OFFERED, DEFERRED, DECLINED -> task.open();
            case NOTHING_TO_DO -> !task.ended();
            case SUCCEEDED -> true;
            case TIMED_OUT -> task.open() && task.policy().retry().leftAfter(client.attempt());
            case FAILED, ROLLED_BACK -> task.open() && triesAgain(client, task);
            case PENDING, WAITING, ACCEPTED, DOWNLOADING, STAGED, APPLYING, CHECKING, CONFIRMING, CANCELLED, REVOKED ->
                false;
        };
    }

    private static boolean triesAgain(ClientRecord client, TaskSnapshot task) {
        return task.policy().retry().allows(client.reason(), client.attempt());
    }

    private NegotiationStep taken(ClientRecord client, TaskSnapshot task, Inventory inventory, String session) {
        return switch (client.state()) {
            case PENDING -> unapproved(client);
            case JOINED, OFFERED, DEFERRED -> propose(client, task, inventory);
            case WAITING -> BarrierSteps.accepted(client, task);
            case ACCEPTED, DOWNLOADING ->
                task.ended()
                        ? NegotiationStep.stay(client)
                        : NegotiationStep.stay(
                                client, client.offer().orElseThrow().agreedMessage());
            case STAGED -> BarrierSteps.staged(client, task, session);
            case APPLYING, CHECKING -> NegotiationStep.stay(client);
            case CONFIRMING -> BarrierSteps.confirming(client, task, session);
            case CANCELLED -> NegotiationStep.stay(client, AttemptControl.again(client));
            case TIMED_OUT ->
                !task.ended() && task.policy().retry().leftAfter(client.attempt())
                        ? again(client, task, inventory)
                        : NegotiationStep.stay(client, AttemptControl.again(client));
            case FAILED, ROLLED_BACK -> afterFailure(client, task, inventory);
            case SUCCEEDED -> afterSuccess(client, task, inventory);
            case DECLINED ->
                task.ended()
                        ? NegotiationStep.stay(client, notAgain(client, "this task takes no other answer any more"))
                        : again(client, task, inventory);
            case NOTHING_TO_DO ->
                !task.ended() && offers.differs(client, inventory, task)
                        ? again(client, task, inventory)
                        : NegotiationStep.stay(
                                client, new NothingToDo(client.detail().orElse(Offers.UP_TO_DATE)));
            case REVOKED -> NegotiationStep.close(client, CloseCode.REVOKED);
        };
    }

    private NegotiationStep afterFailure(ClientRecord client, TaskSnapshot task, Inventory inventory) {
        if (task.ended() || !triesAgain(client, task)) {
            String why = "the update ended here as " + client.state().word() + " and is not offered again"
                    + client.detail().map(detail -> ": " + detail).orElse("");
            return NegotiationStep.stay(client, notAgain(client, why));
        }
        return again(client, task, inventory);
    }

    private NegotiationStep afterSuccess(ClientRecord client, TaskSnapshot task, Inventory inventory) {
        if (!offers.differs(client, inventory, task)) {
            return NegotiationStep.stay(client, new NothingToDo(Offers.UP_TO_DATE));
        }
        ClientRecord fellBack = client.in(ClientState.ROLLED_BACK)
                .because(Explanation.of("what the client has is no longer what it reported"));
        NegotiationStep noticed = NegotiationStep.move(client, fellBack);
        return task.ended()
                ? noticed.sending(notAgain(fellBack, "the task has ended"))
                : noticed.andThen(again(fellBack, task, inventory));
    }

    private NegotiationStep again(ClientRecord client, TaskSnapshot task, Inventory inventory) {
        return task.paused() ? paused(client, task) : propose(client.withoutOffer(), task, inventory);
    }

    private NegotiationStep propose(ClientRecord client, TaskSnapshot task, Inventory inventory) {
        return switch (task.state()) {
            case OPEN -> offers.propose(client, task, inventory);
            case PAUSED -> paused(client, task);
            default -> NegotiationStep.close(client, CloseCode.TASK_ENDED);
        };
    }

    private static NegotiationStep paused(ClientRecord client, TaskSnapshot task) {
        return NegotiationStep.stay(client, new Pause(task.reason()));
    }

    private static Refused notAgain(ClientRecord client, String why) {
        return new Refused(
                client.offer().map(CurrentOffer::id).orElse(""), client.reason().orElse(Reason.POLICY), why);
    }
}
