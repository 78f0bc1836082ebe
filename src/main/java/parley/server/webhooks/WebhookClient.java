package parley.server.webhooks;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.problems.Problem;
import parley.server.threads.ServerThreads;
import parley.server.tokens.ServerIdentity;

/** Signs messages and sends them. Thread-safe; a call waits for the target. */
@ApplicationScoped
public class WebhookClient {

    @Inject
    ServerThreads threads;

    @Inject
    ServerIdentity identity;

    @Inject
    WebhookMetrics metrics;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperty(name = "parley.limits.webhook.time")
    Duration time;

    @Inject
    @ConfigProperty(name = "parley.webhooks.allow")
    Optional<String> allow;

    private AllowedTargets allowed;
    private TargetCalls calls;

    @PostConstruct
    void open() {
        allowed = new AllowedTargets(List.of(allow.orElse("").split(",")));
        calls = new TargetCalls(allowed, time, threads.timers());
    }

    @PreDestroy
    void close() {
        calls.close();
    }

    /** How long a request may take. */
    Duration time() {
        return time;
    }

    /** @throws Problem {@code invalid} if no webhook may have this URL */
    public void check(String url) {
        allowed.check(url);
    }

    /** Sends one message once, and waits for the result. */
    DeliveryResult send(Webhook webhook, CloudEvent message) {
        DeliveryResult result = sent(webhook, message);
        metrics.attempted(result.delivered());
        return result;
    }

    private DeliveryResult sent(Webhook webhook, CloudEvent message) {
        URI target;
        try {
            target = allowed.check(webhook.settings().url());
        } catch (Problem e) {
            return DeliveryResult.failed(e.detail(), Duration.ZERO); // the configuration has changed
        }
        Instant now = clock.instant();
        Map<String, String> headers = Map.of(
                "Content-Type",
                CloudEvent.MEDIA_TYPE,
                "webhook-id",
                message.id(),
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                WebhookSignature.of(secrets(webhook, now), message.id(), now, message.body()));
        return calls.post(target, headers, message.body());
    }

    private List<byte[]> secrets(Webhook webhook, Instant now) {
        List<byte[]> secrets = new ArrayList<>();
        secrets.add(unwrap(webhook.secrets().current(), webhook.id()));
        if (webhook.oldSecretUntil(now).isPresent()) {
            webhook.secrets().old().ifPresent(old -> secrets.add(unwrap(old, webhook.id())));
        }
        return secrets;
    }

    private byte[] unwrap(byte[] wrapped, String id) {
        return identity.wrapping().unwrap(wrapped, Webhooks.context(id));
    }
}
