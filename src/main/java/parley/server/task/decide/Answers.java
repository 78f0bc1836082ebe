package parley.server.task.decide;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Reason;
import parley.message.Refused;
import parley.protocol.CloseCode;

/** Handles a client's answer to an offer: the task's policy decides what is accepted and what is refused. */
final class Answers {

    private final Offers offers;

    Answers(Offers offers) {
        this.offers = offers;
    }

    NegotiationStep take(ClientRecord client, TaskSnapshot task, History history, Answer answer) {
        Optional<CurrentOffer> current =
                client.offer().filter(offer -> offer.id().equals(answer.offer()));
        if (current.isEmpty()) {
            return history.offered(answer.offer())
                    ? NegotiationStep.stay(client)
                    : NegotiationStep.close(client, CloseCode.WRONG_STATE);
        }
        CurrentOffer offer = current.get();
        if (offer.agreed()
                && !task.ended()
                && answer.decision() == Decision.ACCEPT
                && !client.state().terminal()) {
            return NegotiationStep.stay(client, offer.agreedMessage());
        }
        if (client.state() == ClientState.WAITING && answer.decision() == Decision.ACCEPT) {
            return BarrierSteps.accepted(client, task);
        }
        if (client.state() != ClientState.OFFERED && client.state() != ClientState.DEFERRED) {
            return NegotiationStep.stay(client);
        }
        return switch (answer.decision()) {
            case ACCEPT -> BarrierSteps.accepted(client, task);
            case DECLINE ->
                NegotiationStep.move(
                        client,
                        client.in(ClientState.DECLINED).because(Explanation.of(answer.reason(), answer.detail())));
            case DEFER -> deferred(client, offer, answer);
            case COUNTER -> countered(client, task, offer, answer);
        };
    }

    private static NegotiationStep deferred(ClientRecord client, CurrentOffer offer, Answer answer) {
        Optional<Instant> latest = offer.terms().deferUntil();
        if (latest.isEmpty()) {
            return refuse(client, offer, "this task does not allow to defer the update");
        }
        if (answer.until().isEmpty() || answer.until().get().isAfter(latest.get())) {
            return refuse(client, offer, "this task allows to defer the update until " + latest.get() + " at most");
        }
        if (client.state() == ClientState.DEFERRED) {
            return NegotiationStep.stay(client.until(answer.until().get()));
        }
        return NegotiationStep.move(
                client,
                client.in(ClientState.DEFERRED)
                        .because(Explanation.of(answer.reason(), answer.detail()))
                        .until(answer.until().get()));
    }

    private NegotiationStep countered(ClientRecord client, TaskSnapshot task, CurrentOffer offer, Answer answer) {
        if (task.ended()) {
            return NegotiationStep.stay(client);
        }
        if (!offer.terms().keepLocal()) {
            return refuse(client, offer, "this task does not allow to keep local changes");
        }
        boolean concernsTheOffer =
                offer.changes().stream().anyMatch(change -> answer.keep().contains(change.path()));
        return concernsTheOffer
                ? offers.revise(client, task, offer, Set.copyOf(answer.keep()))
                : refuse(client, offer, "none of the paths to keep is part of the offer");
    }

    private static NegotiationStep refuse(ClientRecord client, CurrentOffer offer, String why) {
        return NegotiationStep.stay(client, new Refused(offer.id(), Reason.POLICY, why));
    }
}
