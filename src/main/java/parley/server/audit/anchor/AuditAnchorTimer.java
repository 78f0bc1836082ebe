package parley.server.audit.anchor;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import parley.server.threads.ServerThreads;

/** Lets the anchor follow the audit log: entries of the last seconds are not anchored yet. */
@Singleton
@Startup
@DependsOn("Storage")
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class AuditAnchorTimer {

    private static final Logger LOG = Logger.getLogger(AuditAnchorTimer.class.getName());
    private static final long EVERY_SECONDS = 2;

    @Inject
    ServerThreads threads;

    @Inject
    AuditAnchors anchors;

    private @Nullable ScheduledFuture<?> running;

    @PostConstruct
    void start() {
        running = threads.timers().scheduleWithFixedDelay(this::follow, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void follow() {
        try {
            anchors.follow();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The anchor of the audit log cannot follow it; the next attempt follows.", e);
        }
    }

    @PreDestroy
    void stop() {
        if (running != null) {
            running.cancel(false);
        }
    }
}
