package parley.client.internal.negotiation;

import java.util.Optional;
import java.util.function.Consumer;
import parley.client.internal.negotiation.OfferProgress.Phase;
import parley.client.internal.store.OfferMemory;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.Refused;

/** Offers and this client's answers, up to the server's reaction. Used in the client's mailbox. */
final class OfferNegotiation {

    private final OfferProgress progress;
    private final OfferDecisions decisions;
    private final Deferral deferral;
    private final Reporter reporter;
    private final GuardedListener listener;
    private final NegotiationHost host;
    private final Consumer<AttemptResult> putOff;

    OfferNegotiation(
            OfferProgress progress,
            OfferDecisions decisions,
            Deferral deferral,
            Reporter reporter,
            GuardedListener listener,
            NegotiationHost host,
            Consumer<AttemptResult> putOff) {
        this.progress = progress;
        this.decisions = decisions;
        this.deferral = deferral;
        this.reporter = reporter;
        this.listener = listener;
        this.host = host;
        this.putOff = putOff;
    }

    /** The server repeats an offer that was answered: then this client repeats its answer. */
    boolean answered(Offer made) {
        if (progress.is(Phase.DECIDING) && progress.offer().equals(made)) {
            return true;
        }
        if (progress.steps().is(made.offer()) && !deferral.isOver(progress.steps())) {
            progress.steps().answer().ifPresent(this::say);
            return true;
        }
        return false;
    }

    void decideOn(Offer made) {
        progress.decideOn(made);
        listener.tell(l -> l.offered(made));
        decisions.ask(made, answer -> decided(made, answer));
    }

    @SuppressWarnings("ReferenceEquality") // this very message, not an equal one
    private void decided(Offer made, Answer answer) {
        if (!progress.is(Phase.DECIDING) || progress.offer() != made) {
            return;
        }
        if (answer.decision() == Decision.DECLINE) {
            decline(answer);
            return;
        }
        progress.steps().answer(made, answer);
        progress.enter(Phase.ANSWERED);
        listener.tell(l -> l.answered(made, answer));
        say(answer);
    }

    // Nothing acknowledges a deferral: it holds if the server has taken it and not refused it.
    private void say(Answer answer) {
        reporter.say(answer);
        if (answer.decision() == Decision.DEFER && reporter.speaking()) {
            host.whenHeard(() -> deferred(answer));
        }
    }

    private void deferred(Answer answer) {
        boolean stands =
                progress.is(Phase.ANSWERED) && progress.steps().answer().equals(Optional.of(answer));
        if (stands && deferral.begins(answer)) {
            listener.tell(l -> l.state(ClientState.DEFERRED));
            putOff.accept(AttemptResult.deferred(answer));
        }
    }

    /** The phase after the answer, as in docs/states.md. */
    String where() {
        return switch (progress.steps().answer().orElseThrow().decision()) {
            case ACCEPT -> "accepted";
            case COUNTER -> "countered";
            case DEFER -> "deferred";
            case DECLINE -> "done";
        };
    }

    /** Whether the offer is put off to a time in the future. */
    boolean deferred() {
        return progress.is(Phase.ANSWERED)
                && progress.steps().said(Decision.DEFER)
                && !deferral.isOver(progress.steps());
    }

    private void decline(Answer answer) {
        Offer declined = progress.offer();
        listener.tell(l -> l.answered(declined, answer));
        reporter.say(answer);
        progress.enter(Phase.DONE);
        reporter.declined(declined, answer);
    }

    /** Whether this refuses an answer that can be refused; then the client declines, for the reason of its answer. */
    boolean refused(Refused refused) {
        OfferMemory steps = progress.steps();
        boolean counter = steps.said(Decision.COUNTER);
        boolean refusable = counter || steps.said(Decision.DEFER);
        if (!progress.is(Phase.ANSWERED) || !steps.is(refused.offer()) || !refusable) {
            return false;
        }
        Optional<Reason> mine = steps.answer().flatMap(Answer::reason);
        Reason reason = mine.filter(r -> counter).orElse(refused.reason());
        decline(Answer.decline(refused.offer(), reason, refused.detail()));
        return true;
    }

    /** The answered offer will not be applied. */
    void abandon() {
        progress.steps().offer().ifPresent(decisions::abandoned);
        decisions.forget();
        deferral.forget();
    }
}
