package parley.server.webhooks;

import java.time.Instant;

/**
 * A dead letter: an event that was given up, or a gap.
 *
 * @param number of this failure, within its webhook
 * @param gap the events of the task up to {@code event} were deleted before they were sent; there is no body
 * @param event its number in the event log
 * @param eventId {@code webhook-id} of all attempts
 * @param attempts since the last success of the webhook
 * @param detail what the last attempt met
 */
public record WebhookFailure(
        long number,
        boolean gap,
        String task,
        long event,
        String eventId,
        String body,
        Instant at,
        int attempts,
        String detail) {}
