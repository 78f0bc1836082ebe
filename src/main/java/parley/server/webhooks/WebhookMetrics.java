package parley.server.webhooks;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The metrics of webhooks: attempts by result, dead letters, the age of the oldest event that waits. */
@ApplicationScoped
public class WebhookMetrics {

    private static final String ATTEMPTS = "parley_webhook_attempts_total";

    @Inject
    MetricRegistry registry;

    private final AtomicLong letters = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private Counter delivered;
    private Counter failed;

    @PostConstruct
    void begin() {
        delivered = registry.counter(ATTEMPTS, new Tag("result", "delivered"));
        failed = registry.counter(ATTEMPTS, new Tag("result", "failed"));
        registry.gauge("parley_webhook_dead_letters", letters::get);
        registry.gauge("parley_webhook_oldest_seconds", oldestSeconds::get);
    }

    void attempted(boolean success) {
        (success ? delivered : failed).inc();
    }

    void show(long deadLetters, Duration oldest) {
        letters.set(deadLetters);
        oldestSeconds.set(oldest.toSeconds());
    }
}
