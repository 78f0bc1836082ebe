package parley.server.sessions.connection;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import parley.server.task.service.ClientTransitioned;

/** The metrics of sessions: handshakes by result, sessions, transitions, bytes. */
@ApplicationScoped
public class SessionMetrics {

    @Inject
    MetricRegistry registry;

    private Counter sent;
    private Counter received;

    @PostConstruct
    void begin() {
        sent = registry.counter("parley_sent_bytes_total");
        received = registry.counter("parley_received_bytes_total");
    }

    /** @param result {@code ok}, or the cause of the failure */
    public void handshake(String result) {
        registry.counter("parley_handshakes_total", new Tag("result", result)).inc();
    }

    /** An authenticated client was refused. */
    public void refused(String cause) {
        registry.counter("parley_refused_clients_total", new Tag("cause", cause))
                .inc();
    }

    public void sent(long bytes) {
        sent.inc(bytes);
    }

    public void received(long bytes) {
        received.inc(bytes);
    }

    public void show(Supplier<Integer> sessions, Supplier<Integer> halfOpen) {
        registry.gauge("parley_sessions", sessions);
        registry.gauge("parley_handshakes_open", halfOpen);
    }

    void transitioned(@Observes(during = TransactionPhase.AFTER_SUCCESS) ClientTransitioned transitioned) {
        registry.counter(
                        "parley_transitions_total",
                        new Tag("to", transitioned.to().word()))
                .inc();
    }
}
