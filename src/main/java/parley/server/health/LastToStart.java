package parley.server.health;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/** Starts after all other start-up beans and then allows requests. A test checks that the list is complete. */
@Singleton
@Startup
@DependsOn({
    "LogForm",
    "Storage",
    "ServerIdentity",
    "FirstStart",
    "BlobCleanupTimer",
    "SessionTimers",
    "RolloutTimer",
    "EventPump",
    "EventCleanupTimer",
    "RetentionTimer",
    "AuditAnchorTimer",
    "TaskMetrics",
    "WebhookTimer",
    "ParentProcess"
})
public class LastToStart {
    @Inject
    Started started;

    @PostConstruct
    void open() {
        started.tell();
    }
}
