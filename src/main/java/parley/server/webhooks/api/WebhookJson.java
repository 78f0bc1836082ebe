package parley.server.webhooks.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parley.server.webhooks.DeliveryResult;
import parley.server.webhooks.Webhook;
import parley.server.webhooks.WebhookFailure;
import parley.server.webhooks.Webhooks;

/**
 * A webhook without its secret.
 *
 * @param events empty: all
 * @param reason why the server switched it off
 * @param oldSecretUntil until when the secret before the last rotation signs too
 * @param delivered the number of the last event that is done with
 * @param attempts how many have failed since the last success
 * @param failingSince when the first of these was
 * @param nextAttempt when the next one is
 * @param failures how many dead letters there are
 * @param dropped how many the bounded list has lost
 */
public record WebhookJson(
        String id,
        String name,
        String url,
        List<String> events,
        Optional<String> task,
        boolean enabled,
        Optional<String> reason,
        Instant created,
        String createdBy,
        Optional<Instant> oldSecretUntil,
        long delivered,
        int attempts,
        Optional<Instant> failingSince,
        Optional<Instant> nextAttempt,
        Optional<Instant> lastAttempt,
        Optional<String> lastResult,
        Optional<Instant> lastSuccess,
        int failures,
        long dropped) {

    /** A list of them. */
    public record All(List<WebhookJson> webhooks) {}

    /** @param secret {@code whsec_…}; this answer alone has it */
    public record Made(WebhookJson webhook, String secret) {}

    /** What a target said. */
    public record Result(boolean delivered, Optional<Integer> status, String result, long milliseconds) {

        static Result of(DeliveryResult result) {
            return new Result(
                    result.delivered(),
                    result.status().isPresent() ? Optional.of(result.status().getAsInt()) : Optional.empty(),
                    result.text(),
                    result.took().toMillis());
        }
    }

    /**
     * A dead letter.
     *
     * @param kind {@code event}: it can be sent again; {@code gap}: events were deleted before they were sent
     * @param event its number, or that of the last deleted event
     */
    public record Failure(long number, String kind, String task, long event, Instant at, int attempts, String detail) {

        static Failure of(WebhookFailure failure) {
            return new Failure(
                    failure.number(),
                    failure.gap() ? "gap" : "event",
                    failure.task(),
                    failure.event(),
                    failure.at(),
                    failure.attempts(),
                    failure.detail());
        }
    }

    /** The dead letters of a webhook. */
    public record Failures(List<Failure> failures, long dropped) {}

    static WebhookJson of(Webhook webhook, int failures, Instant now) {
        Webhook.Settings settings = webhook.settings();
        Webhook.Progress progress = webhook.progress();
        return new WebhookJson(
                webhook.id(),
                settings.name(),
                settings.url(),
                settings.kinds(),
                settings.task(),
                settings.enabled(),
                webhook.reason(),
                webhook.created(),
                webhook.createdBy(),
                webhook.oldSecretUntil(now),
                progress.delivered(),
                progress.attempts(),
                progress.failingSince(),
                Optional.of(progress.next()).filter(now::isBefore).filter(at -> settings.enabled()),
                progress.lastAttempt(),
                progress.lastResult(),
                progress.lastSuccess(),
                failures,
                progress.dropped());
    }

    static Made of(Webhooks.Made made, int failures, Instant now) {
        return new Made(of(made.webhook(), failures, now), made.secret());
    }
}
