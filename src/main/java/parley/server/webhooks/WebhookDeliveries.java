package parley.server.webhooks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.events.EventLog;
import parley.server.threads.ServerThreads;
import parley.server.tokens.ServerIdentity;

/** Sends what is due: one event of a webhook after the other, several webhooks at the same time. */
@ApplicationScoped
public class WebhookDeliveries {

    private static final Logger LOG = Logger.getLogger(WebhookDeliveries.class.getName());

    /** How many events are read at once. */
    private static final int AT_ONCE = 100;

    @Inject
    ServerThreads threads;

    @Inject
    EventLog log;

    @Inject
    DeliveryStore store;

    @Inject
    Webhooks webhooks;

    @Inject
    WebhookClient client;

    @Inject
    WebhookMetrics metrics;

    @Inject
    ServerIdentity identity;

    @Inject
    SecureRandom random;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperty(name = "parley.limits.webhook.retry")
    Duration retry;

    @Inject
    @ConfigProperty(name = "parley.limits.webhook.dead")
    Duration dead;

    /** The webhooks that threads of this node work on. */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /** Starts what is due; returns at once. */
    void scan() {
        for (Webhook webhook : store.due(log.last())) {
            if (busy.add(webhook.id())) {
                start(webhook.id());
            }
        }
    }

    private void start(String id) {
        try {
            threads.deliveries().execute(() -> {
                try {
                    run(id);
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "Webhook " + id + ": events could not be sent; trying again soon.", e);
                } finally {
                    busy.remove(id);
                }
            });
        } catch (RejectedExecutionException e) {
            busy.remove(id);
            LOG.log(Level.WARNING, "Webhook " + id + " has to wait: too busy, or stopping.", e);
        }
    }

    private void run(String id) {
        Optional<Webhook> taken = store.take(id);
        if (taken.isEmpty()) {
            return;
        }
        try {
            Optional<Webhook> rest = taken;
            while (rest.isPresent() && !threads.stopping()) {
                rest = someOf(rest.get());
            }
        } finally {
            store.release(id);
        }
    }

    /** Sends some events; empty: there are no more, or the next one has to wait. */
    private Optional<Webhook> someOf(Webhook webhook) {
        long last = log.last();
        EventLog.Wanted wanted = wanted(webhook);
        long after = webhook.progress().delivered();
        List<EventLog.Filed> events = log.find(wanted, after, AT_ONCE);
        Map<String, Long> deleted = log.deleted(wanted.task(), after);
        Optional<Webhook> now = deleted.isEmpty() ? Optional.of(webhook) : store.gaps(webhook, deleted);
        for (EventLog.Filed event : events) {
            now = now.flatMap(current -> attempt(current, event));
        }
        if (events.size() == AT_ONCE) {
            return now;
        }
        now.filter(current -> current.progress().delivered() < last)
                .ifPresent(current -> store.store(skipped(current, last)));
        return Optional.empty();
    }

    /** The webhook after a delivery; empty: it failed, or somebody else has taken over. */
    private Optional<Webhook> attempt(Webhook webhook, EventLog.Filed event) {
        if (threads.stopping()) {
            return Optional.empty();
        }
        CloudEvent message = CloudEvent.of(identity.currentId(), event);
        DeliveryResult result = client.send(webhook, message);
        DeliveryDecision decision = DeliveryDecision.of(
                webhook,
                new DeliveryDecision.Sent(event, message),
                result,
                clock.instant(),
                new DeliveryDecision.Limits(new RetrySchedule(retry), dead),
                random.nextDouble());
        boolean stored = store.store(decision);
        return stored && decision.delivered() ? Optional.of(decision.webhook()) : Optional.empty();
    }

    /** Nothing that it wants is left up to this number. */
    private static DeliveryDecision skipped(Webhook webhook, long number) {
        Webhook past = webhook.with(webhook.progress().past(number));
        return new DeliveryDecision(past, Optional.empty(), false);
    }

    /** Shows how far behind the deliveries are. */
    void measure() {
        Instant now = clock.instant();
        long letters = webhooks.deadLetters().values().stream()
                .mapToLong(Integer::longValue)
                .sum();
        Duration oldest = webhooks.all().stream()
                .filter(webhook -> webhook.settings().enabled())
                .flatMap(webhook -> log.find(wanted(webhook), webhook.progress().delivered(), 1).stream())
                .map(event -> Duration.between(event.event().at(), now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        metrics.show(letters, oldest);
    }

    private static EventLog.Wanted wanted(Webhook webhook) {
        return new EventLog.Wanted(
                webhook.settings().kinds(), webhook.settings().task());
    }
}
