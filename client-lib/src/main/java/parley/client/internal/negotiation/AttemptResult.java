package parley.client.internal.negotiation;

import java.util.Optional;
import parley.client.Outcome;
import parley.client.internal.store.OfferMemory;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.Report;
import parley.message.Welcome;

/** How an update ended, or was put off, with the fields of an {@link Outcome}. */
record AttemptResult(ClientState state, Optional<Reason> reason, String detail, String output) {

    static AttemptResult without(ClientState state, Optional<Reason> reason, String detail) {
        return new AttemptResult(state, reason, detail, "");
    }

    static AttemptResult deferred(Answer answer) {
        return without(ClientState.DEFERRED, answer.reason(), answer.detail().orElse(""));
    }

    static AttemptResult reported(Report end) {
        return new AttemptResult(
                end.state(), end.reason(), end.detail().orElse(""), end.output().orElse(""));
    }

    Outcome outcome(Optional<Offer> offer, OfferMemory memory, Welcome welcome) {
        Optional<Agreed> agreed = memory.agreed();
        return new Outcome(
                state,
                reason,
                detail,
                output,
                offer.map(Offer::bundle),
                agreed.map(a -> a.changes().size()).orElse(0),
                agreed.map(Agreed::bytes).orElse(0L),
                state == ClientState.DEFERRED ? memory.deferredUntil() : Optional.empty(),
                welcome.clientId(),
                welcome.task());
    }
}
