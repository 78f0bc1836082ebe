package parley.client.internal.negotiation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import parley.client.Applied;
import parley.client.UpdateHandler;
import parley.client.internal.concurrent.Alarms;
import parley.client.internal.concurrent.HandlerExecutor;
import parley.message.Offer;
import parley.message.Reason;

/**
 * The step between an applied update and its commit (the idea of RFC 6241 §8.4): either the server confirms it in time
 * over a new connection, or it is rolled back. Used in the client's mailbox only.
 */
final class Confirmation {

    private final Offer offer;
    private final UpdateHandler handler;
    private final HandlerExecutor calls;
    private final Consumer<Applied> end;
    private final Supplier<String> whyNotConfirmed;
    private Optional<Alarms.Alarm> timeOut = Optional.empty();
    private boolean decided;

    /** @param whyNotConfirmed called when the time is over */
    Confirmation(
            Offer offer,
            UpdateHandler handler,
            HandlerExecutor calls,
            Consumer<Applied> end,
            Supplier<String> whyNotConfirmed) {
        this.offer = offer;
        this.handler = handler;
        this.calls = calls;
        this.end = end;
        this.whyNotConfirmed = whyNotConfirmed;
    }

    /** Starts the time. */
    void await(Duration within, Alarms alarms) {
        timeOut = Optional.of(alarms.after(within, this::timeIsOver));
    }

    private void timeIsOver() {
        rollBack(Reason.CONFIRM_TIMEOUT, whyNotConfirmed.get());
    }

    void confirmed() {
        decide(() -> handler.commit(offer.offer()));
    }

    void rollBack(Reason reason, String detail) {
        decide(() -> handler.rollBack(offer.offer(), reason, detail));
    }

    /** Whether it is not decided yet. */
    boolean open() {
        return !decided;
    }

    private void decide(HandlerExecutor.Call<Applied> call) {
        if (!decided) {
            decided = true;
            timeOut.ifPresent(Alarms.Alarm::cancel);
            calls.callSoon(call, end, e -> end.accept(Applied.failed(e.reason(), e.getMessage(), e.output())));
        }
    }
}
