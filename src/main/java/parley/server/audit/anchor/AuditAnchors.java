package parley.server.audit.anchor;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.microprofile.metrics.MetricRegistry;
import parley.server.audit.Audit;
import parley.server.audit.AuditException;
import parley.server.audit.AuditLog;
import parley.server.audit.AuditPoint;
import parley.server.storage.DataFolder;
import parley.server.tokens.ServerIdentity;

/**
 * The anchor of this node and the checkpoints that it gives away. Each node has an anchor of its own in its data
 * folder, and compares it with the log that all of them share. Thread-safe.
 */
@ApplicationScoped
public class AuditAnchors {

    private static final Logger LOG = Logger.getLogger(AuditAnchors.class.getName());

    /** While it is there the server is not settled, and {@code backup.RestoredStart} will start an anchor anew. */
    private static final String RESTORED = "restored";

    private static final String CHECKPOINT = "checkpoint";

    @Inject
    DataSource dataSource;

    @Inject
    DataFolder folder;

    @Inject
    ServerIdentity identity;

    @Inject
    Audit audit;

    @Inject
    MetricRegistry metrics;

    private final ReentrantLock lock = new ReentrantLock();
    private AuditSeal seal;
    private AnchorFile file;
    private volatile AnchorState last = AnchorState.MISSING;

    @PostConstruct
    void open() {
        seal = new AuditSeal(identity.wrapping()::seal);
        file = new AnchorFile(folder, seal);
        metrics.gauge("parley_audit_anchor_fits", () -> last.isBad() ? 0 : 1);
    }

    /** How the anchor fits the log now. */
    public AnchorState check() {
        return locked(file::check);
    }

    /** How a checkpoint that was given away fits the log now; text that is none is {@code FORGED}. */
    public AnchorState check(String checkpoint) {
        return locked(connection -> {
            Optional<AuditPoint> point = seal.parse(CHECKPOINT, checkpoint);
            return point.isEmpty() ? AnchorState.FORGED : AnchorFile.state(connection, point.get());
        });
    }

    /** The end of the log as a line of text that may be kept anywhere. */
    public String checkpoint() {
        return seal.line(CHECKPOINT, locked(AuditAnchors::durableEnd));
    }

    /** Moves the anchor to the end of the log, or says what is wrong, and makes one where there is none. */
    void follow() {
        if (Files.exists(folder.resolve(RESTORED))) {
            return;
        }
        AnchorState state = locked(file::advance);
        if (state == AnchorState.MISSING) {
            startAnew("there was none");
            return;
        }
        if (state.isBad() && state != last) {
            LOG.log(
                    Level.SEVERE,
                    "The audit log does not fit its anchor ({0}): entries were removed or changed, or another database"
                            + " was brought back. parley audit verify says more; docs/security.md says what to do.",
                    state.word());
        }
        last = state;
    }

    /**
     * Makes another anchor at the end of the log; the log has an entry about it.
     *
     * @param why a text for people
     */
    public void startAnew(String why) {
        long before = file.point().map(AuditPoint::seq).orElse(0L);
        audit.record("server", "audit.anchored", "", Map.of("why", why, "before", before));
        locked(connection -> {
            file.write(durableEnd(connection));
            return AnchorState.FITS;
        });
        last = AnchorState.FITS;
    }

    private static AuditPoint durableEnd(Connection connection) throws SQLException {
        AuditPoint end = AuditLog.end(connection);
        AuditLog.force(connection);
        return end;
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T locked(Work<T> work) {
        lock.lock();
        try (Connection connection = dataSource.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new AuditException("the audit log cannot be read", e);
        } finally {
            lock.unlock();
        }
    }
}
