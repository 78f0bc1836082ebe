package parley.server.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import parley.server.storage.CurrentTransaction;

/**
 * Records who did what, in the caller's transaction (or its own if there is none): if that rolls back, nothing was
 * recorded.
 *
 * <p>An entry gets its place in the chain at once, and the end of the chain stays locked until the transaction ends.
 * Earlier changes of the transaction are flushed first: so the lock on the chain's end is its last lock and cannot be
 * part of a deadlock, as long as the transaction changes nothing after that. Safe for many threads and nodes.
 */
@ApplicationScoped
public class Audit {
    @Inject
    CurrentTransaction transaction;

    @Inject
    Clock clock;

    /**
     * @param actor an API key's name, {@code client NAME}, or {@code server}
     * @param action a verb in the past, such as {@code task.started}
     * @param subject the id of the changed object
     * @param detail strings, numbers, booleans, collections and maps of these; never a secret
     */
    @Transactional
    public void record(String actor, String action, String subject, Map<String, ?> detail) {
        AuditEvent event = AuditEvent.of(clock.instant(), actor, action, subject, detail);
        try {
            AuditLog.append(transaction.connection(), List.of(event));
        } catch (SQLException e) {
            throw new AuditException("the audit log cannot be written", e);
        }
    }
}
