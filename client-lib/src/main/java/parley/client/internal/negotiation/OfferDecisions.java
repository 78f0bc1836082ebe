package parley.client.internal.negotiation;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import parley.client.UpdateHandler;
import parley.client.internal.concurrent.HandlerExecutor;
import parley.message.Answer;
import parley.message.Decision;
import parley.message.Offer;
import parley.message.Reason;

/**
 * Asks the handler about offers, and checks that the result is an answer to that offer and within the rules; anything
 * else, and any failure, is a decline.
 */
final class OfferDecisions {

    static final int MOST_COUNTERS = 4;

    private final UpdateHandler handler;
    private final HandlerExecutor calls;
    private final Clock clock;
    private boolean asking;
    private Optional<Runnable> next = Optional.empty();
    private int counters;

    OfferDecisions(UpdateHandler handler, HandlerExecutor calls, Clock clock) {
        this.handler = handler;
        this.calls = calls;
        this.clock = clock;
    }

    /** Whether the handler, and perhaps a person, is being asked. */
    boolean asking() {
        return asking;
    }

    /** While the handler is asked about an earlier offer, only the newest of the others waits. */
    void ask(Offer offer, Consumer<Answer> decided) {
        if (asking) {
            next = Optional.of(() -> ask(offer, decided));
            return;
        }
        if (offer.terms().confirm().isPresent() && !handler.confirms()) {
            decided.accept(Answer.decline(offer.offer(), Reason.UNSUPPORTED, "confirmed commit is not supported here"));
            return;
        }
        asking = true;
        calls.call(
                () -> handler.decide(offer),
                answer -> answered(checked(offer, answer), decided),
                e -> answered(Answer.decline(offer.offer(), e.reason(), e.getMessage()), decided));
    }

    /** Tells the handler that the offer will not be applied. */
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
        counters = answer.decision() == Decision.COUNTER ? counters + 1 : 0;
        decided.accept(answer);
        Optional<Runnable> waiting = next;
        next = Optional.empty();
        waiting.ifPresent(Runnable::run);
    }

    /** The answer of the handler is no longer needed. */
    void forget() {
        next = Optional.empty();
    }

    private Answer checked(Offer offer, Answer answer) {
        Optional<String> fault = fault(offer, answer);
        if (fault.isPresent()) {
            return Answer.decline(offer.offer(), Reason.INTERNAL, fault.get());
        }
        if (answer.decision() == Decision.COUNTER && counters == MOST_COUNTERS) {
            return Answer.decline(
                    offer.offer(),
                    answer.reason().orElse(Reason.POLICY),
                    "no agreement after " + MOST_COUNTERS + " counter-offers");
        }
        return answer;
    }

    private Optional<String> fault(Offer offer, Answer answer) {
        if (!answer.offer().equals(offer.offer())) {
            return Optional.of("the handler answered another offer");
        }
        if (answer.decision() == Decision.DEFER && answer.until().isEmpty()) {
            return Optional.of("the handler put the update off and did not say until when");
        }
        if (answer.until().filter(until -> until.isBefore(clock.instant())).isPresent()) {
            return Optional.of("the handler put the update off until a time that has passed");
        }
        if (answer.decision() == Decision.COUNTER && answer.keep().isEmpty()) {
            return Optional.of("the handler made a counter-offer and did not say what to keep");
        }
        return Optional.empty();
    }
}
