package parley.server.webhooks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import parley.server.problems.Problem;
import parley.server.storage.Ids;
import parley.server.tokens.ServerIdentity;

/** Deliveries that an administrator asks for, and waits for. */
@ApplicationScoped
public class ManualDeliveries {

    /** Each holds a thread for requests until the target has answered. */
    static final int AT_ONCE = 4;

    @Inject
    Webhooks webhooks;

    @Inject
    WebhookClient client;

    @Inject
    ServerIdentity identity;

    @Inject
    Ids ids;

    @Inject
    Clock clock;

    private final Semaphore places = new Semaphore(AT_ONCE);

    /** Sends a ping once, also to a webhook that is disabled. */
    public DeliveryResult test(String id) {
        Webhook webhook = webhooks.get(id);
        CloudEvent ping = CloudEvent.ping(
                identity.currentId(), ids.next(), webhook.settings().name(), clock.instant());
        return inPlace(() -> client.send(webhook, ping));
    }

    /** Sends a dead letter once more; if it is delivered it leaves the list. */
    public DeliveryResult resend(String id, long number, String actor) {
        Webhook webhook = webhooks.get(id);
        WebhookFailure failure = webhooks.failure(id, number);
        if (failure.gap()) {
            throw Problem.wrongState(
                    "These events were deleted before they were sent; there is nothing to send.",
                    "Read the task " + failure.task() + " and its clients again.");
        }
        DeliveryResult result = inPlace(() -> client.send(webhook, new CloudEvent(failure.eventId(), failure.body())));
        if (result.delivered()) {
            webhooks.resent(id, failure, actor);
        }
        return result;
    }

    private <T> T inPlace(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw new Problem(
                    429,
                    "too_many_requests",
                    "Too many deliveries by hand",
                    "The server sends at most " + AT_ONCE + " of them at a time.",
                    "Try again in a few seconds.");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
