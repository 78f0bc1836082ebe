package parley.client.internal.negotiation;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import parley.client.internal.concurrent.Alarms;
import parley.client.internal.store.OfferMemory;
import parley.message.Answer;

/** A deferred offer, and the timer that brings the client back. Used in the client's mailbox. */
final class Deferral {

    private final Alarms alarms;
    private final Clock clock;
    private final Runnable comeBack;
    private Optional<Answer> told = Optional.empty();
    private Optional<Alarms.Alarm> alarm = Optional.empty();

    Deferral(Alarms alarms, Clock clock, Runnable comeBack) {
        this.alarms = alarms;
        this.clock = clock;
        this.comeBack = comeBack;
    }

    /** The server has received it; returns whether that is new. At its time the client comes back. */
    boolean begins(Answer answer) {
        if (told.equals(Optional.of(answer))) {
            return false;
        }
        told = Optional.of(answer);
        Duration left = Duration.between(clock.instant(), answer.until().orElseThrow());
        alarm = Optional.of(alarms.after(left, comeBack));
        return true;
    }

    /** Whether its time has come. */
    boolean isOver(OfferMemory memory) {
        return memory.deferredUntil()
                .filter(until -> !clock.instant().isBefore(until))
                .isPresent();
    }

    void forget() {
        alarm.ifPresent(Alarms.Alarm::cancel);
    }
}
