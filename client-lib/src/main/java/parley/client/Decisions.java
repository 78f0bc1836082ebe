package parley.client;

import java.util.Optional;
import java.util.function.Consumer;
import parley.message.Answer;
import parley.message.Decision;
import parley.message.Offer;
import parley.message.Reason;

/**
 * What the handler says to offers: asks it about one, and makes sure that what comes back is an accept or a decline of that offer; anything
 * else, and any failure, is a decline.
 */
final class Decisions {

    private final UpdateHandler handler;
    private final Calls calls;
    private boolean asking;

    Decisions(UpdateHandler handler, Calls calls) {
        this.handler = handler;
        this.calls = calls;
    }

    /** Whether the handler is being asked, and a person perhaps. */
    boolean asking() {
        return asking;
    }

    void ask(Offer offer, Consumer<Answer> decided) {
        Optional<Answer> refusal = unsupported(offer);
        if (refusal.isPresent()) {
            decided.accept(refusal.get());
            return;
        }
        asking = true;
        calls.call(
                () -> handler.decide(offer),
                answer -> answered(checked(offer, answer), decided),
                e -> answered(Answer.decline(offer.offer(), e.reason(), e.getMessage()), decided));
    }

    /** Tells the handler that nothing comes of the offer. */
    void abandoned(Offer offer) {
        calls.call(
                () -> {
                    handler.abandoned(offer);
                    return offer;
                },
                gone -> {},
                e -> {});
    }

    private void answered(Answer answer, Consumer<Answer> decided) {
        asking = false;
        decided.accept(answer);
    }

    private static Optional<Answer> unsupported(Offer offer) {
        return offer.terms().confirm().isPresent()
                ? Optional.of(
                        Answer.decline(offer.offer(), Reason.UNSUPPORTED, "confirmed commit is not supported here"))
                : Optional.empty();
    }

    private static Answer checked(Offer offer, Answer answer) {
        if (!answer.offer().equals(offer.offer())) {
            return Answer.decline(offer.offer(), Reason.INTERNAL, "the handler answered another offer");
        }
        if (answer.decision() != Decision.ACCEPT && answer.decision() != Decision.DECLINE) {
            String detail = "this version does not " + answer.decision().word();
            return Answer.decline(offer.offer(), Reason.UNSUPPORTED, detail);
        }
        return answer;
    }
}
