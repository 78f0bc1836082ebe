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
 * Records who did what, in the caller's transaction (or one of its own where there is none): if that rolls back,
 * nothing was recorded.
 *
 * <p>An entry gets its place in the chain at once, and the end of the chain stays locked until the transaction ends.
 * What
 * the transaction has changed so far is written first: so the lock on the chain's end is the last one that it takes,
 * and cannot be part of a deadlock, as long as it changes nothing more after it has recorded. Safe for many threads and
 * many nodes.
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
     * @param subject the id of what it was done to
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
