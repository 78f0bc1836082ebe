package parley.server.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import parley.server.events.EventLog;

/**
 * What follows from an attempt: the new progress of the webhook, and perhaps a dead letter. Pure.
 *
 * @param switchedOff whether the server has switched the webhook off
 */
record DeliveryDecision(Webhook webhook, Optional<WebhookFailure> failure, boolean switchedOff) {

    /**
     * How long, and how many.
     *
     * @param retries of one event
     * @param dead how long nothing may succeed before the webhook is switched off
     */
    record Limits(RetrySchedule retries, Duration dead) {}

    /** What was sent. */
    record Sent(EventLog.Filed event, CloudEvent message) {}

    /** @param dice 0 to 1, for the jitter */
    static DeliveryDecision of(
            Webhook webhook, Sent sent, DeliveryResult result, Instant now, Limits limits, double dice) {
        long number = sent.event().event().number();
        if (result.delivered()) {
            return goesOn(webhook.with(webhook.progress().succeeded(number, result.text(), now)));
        }
        Webhook.Progress failed = webhook.progress().failed(result.text(), now, now);
        Instant failingSince = failed.failingSince().orElse(now);
        if (result.gone()) {
            return off(webhook.with(failed), "The target answered 410: it wants no more events.");
        }
        if (!now.isBefore(failingSince.plus(limits.dead()))) {
            return off(
                    webhook.with(failed),
                    "No delivery has succeeded since " + failingSince.truncatedTo(ChronoUnit.SECONDS)
                            + "; the last attempt: " + shortened(result.text()) + ".");
        }
        Duration tried = Duration.between(failed.eventSince().orElse(now), now);
        Optional<Duration> delay = limits.retries().next(failed.attempts(), tried, dice);
        Instant retry = now.plus(delay.orElseGet(() -> RetrySchedule.delay(failed.attempts(), dice)));
        Webhook later = webhook.with(webhook.progress().failed(result.text(), now, retry));
        return delay.isPresent() ? goesOn(later) : givenUp(later, sent, result, now);
    }

    /** Whether the next event may be sent at once. */
    boolean delivered() {
        return webhook.progress().attempts() == 0;
    }

    private static DeliveryDecision givenUp(Webhook webhook, Sent sent, DeliveryResult result, Instant now) {
        Webhook.Progress progress = webhook.progress();
        long number = progress.lastFailure() + 1;
        WebhookFailure failure = new WebhookFailure(
                number,
                false,
                sent.event().task(),
                sent.event().event().number(),
                sent.message().id(),
                sent.message().body(),
                now,
                progress.attempts(),
                result.text());
        Webhook past = webhook.with(progress.past(sent.event().event().number()).listed(number, 0));
        return new DeliveryDecision(past, Optional.of(failure), false);
    }

    private static DeliveryDecision goesOn(Webhook webhook) {
        return new DeliveryDecision(webhook, Optional.empty(), false);
    }

    private static DeliveryDecision off(Webhook webhook, String why) {
        return new DeliveryDecision(webhook.switchedOff(why), Optional.empty(), true);
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 150));
    }
}
