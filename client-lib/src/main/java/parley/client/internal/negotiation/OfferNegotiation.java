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

/** Offers and what this client says to them, up to the server's word on it. Used in the client's mailbox. */
final class OfferNegotiation {

    private final OfferProgress course;
    private final OfferDecisions decisions;
    private final Deferral deferral;
    private final Reporter reporter;
    private final GuardedListener audience;
    private final NegotiationHost peer;
    private final Consumer<AttemptResult> putOff;

    OfferNegotiation(
            OfferProgress course,
            OfferDecisions decisions,
            Deferral deferral,
            Reporter reporter,
            GuardedListener audience,
            NegotiationHost peer,
            Consumer<AttemptResult> putOff) {
        this.course = course;
        this.decisions = decisions;
        this.deferral = deferral;
        this.reporter = reporter;
        this.audience = audience;
        this.peer = peer;
        this.putOff = putOff;
    }

    /** The server says again what it was answered already: so does this client. */
    boolean answered(Offer made) {
        if (course.is(Phase.DECIDING) && course.offer().equals(made)) {
            return true;
        }
        if (course.steps().is(made.offer()) && !deferral.isOver(course.steps())) {
            course.steps().answer().ifPresent(this::say);
            return true;
        }
        return false;
    }

    void decideOn(Offer made) {
        course.decideOn(made);
        audience.tell(l -> l.offered(made));
        decisions.ask(made, answer -> decided(made, answer));
    }

    private void decided(Offer made, Answer answer) {
        if (!course.is(Phase.DECIDING) || course.offer() != made) {
            return;
        }
        if (answer.decision() == Decision.DECLINE) {
            decline(answer);
            return;
        }
        course.steps().answer(made, answer);
        course.enter(Phase.ANSWERED);
        audience.tell(l -> l.answered(made, answer));
        say(answer);
    }

    // Nothing acknowledges a deferral: if the server has taken it and not refused, it stands.
    private void say(Answer answer) {
        reporter.say(answer);
        if (answer.decision() == Decision.DEFER && reporter.speaking()) {
            peer.whenHeard(() -> deferred(answer));
        }
    }

    private void deferred(Answer answer) {
        boolean stands = course.is(Phase.ANSWERED) && course.steps().answer().equals(Optional.of(answer));
        if (stands && deferral.begins(answer)) {
            audience.tell(l -> l.state(ClientState.DEFERRED));
            putOff.accept(AttemptResult.deferred(answer));
        }
    }

    /** A word of docs/states.md for what the client said. */
    String where() {
        return switch (course.steps().answer().orElseThrow().decision()) {
            case ACCEPT -> "accepted";
            case COUNTER -> "countered";
            case DEFER -> "deferred";
            case DECLINE -> "done";
        };
    }

    /** Whether the offer is put off to a time that is yet to come. */
    boolean deferred() {
        return course.is(Phase.ANSWERED) && course.steps().said(Decision.DEFER) && !deferral.isOver(course.steps());
    }

    private void decline(Answer answer) {
        Offer declined = course.offer();
        audience.tell(l -> l.answered(declined, answer));
        reporter.say(answer);
        course.enter(Phase.DONE);
        reporter.declined(declined, answer);
    }

    /** Whether this refuses an answer that can be refused; the client then declines, for the reason that it had. */
    boolean refused(Refused refused) {
        OfferMemory steps = course.steps();
        boolean counter = steps.said(Decision.COUNTER);
        boolean refusable = counter || steps.said(Decision.DEFER);
        if (!course.is(Phase.ANSWERED) || !steps.is(refused.offer()) || !refusable) {
            return false;
        }
        Optional<Reason> mine = steps.answer().flatMap(Answer::reason);
        Reason reason = mine.filter(r -> counter).orElse(refused.reason());
        decline(Answer.decline(refused.offer(), reason, refused.detail()));
        return true;
    }

    /** Nothing comes of the offer that was answered. */
    void abandon() {
        course.steps().offer().ifPresent(decisions::abandoned);
        decisions.forget();
        deferral.forget();
    }
}
