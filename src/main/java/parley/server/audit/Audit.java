package parley.server.audit;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Records who did what, in the caller's transaction (or one of its own where there is none): if that rolls back, nothing
 * was recorded.
 *
 * <p>Entries get their place in the chain when the transaction is about to commit, after everything else that it
 * writes. So the lock on the chain's end is the last one that any transaction takes: it is held briefly and cannot be
 * part of a deadlock. Safe for many threads and many nodes.
 */
@ApplicationScoped
public class Audit {
    private static final String PENDING = Audit.class.getName() + ".pending";

    @Inject
    DataSource dataSource;

    @Inject
    Clock clock;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry registry;

    /**
     * @param actor an API key's name, {@code client NAME}, or {@code server}
     * @param action a verb in the past, such as {@code task.started}
     * @param subject the id of what it was done to
     * @param detail strings, numbers, booleans, collections and maps of these; never a secret
     */
    @Transactional
    public void record(String actor, String action, String subject, Map<String, ?> detail) {
        pending().add(AuditEvent.of(clock.instant(), actor, action, subject, detail));
    }

    @SuppressWarnings("unchecked") // what is under the key was put there below
    private List<AuditEvent> pending() {
        Object known = registry.getResource(PENDING);
        if (known != null) {
            return (List<AuditEvent>) known;
        }
        List<AuditEvent> events = new ArrayList<>();
        registry.putResource(PENDING, events);
        registry.registerInterposedSynchronization(new BeforeCommit(events));
        return events;
    }

    private final class BeforeCommit implements Synchronization {
        private final List<AuditEvent> events;

        BeforeCommit(List<AuditEvent> events) {
            this.events = events;
        }

        @Override
        public void beforeCompletion() {
            try (Connection connection = dataSource.getConnection()) {
                AuditLog.append(connection, events);
            } catch (SQLException e) {
                throw new AuditException("the audit log cannot be written", e);
            }
        }

        @Override
        public void afterCompletion(int status) {}
    }
}
