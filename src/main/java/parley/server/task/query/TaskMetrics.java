package parley.server.task.query;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;
import parley.message.ClientState;
import parley.message.TaskState;

/**
 * The metrics of tasks: how many are in each state, and how many clients of running tasks. They are counted when
 * somebody reads them, at most once in {@link #FRESH}; every node of a server shows the same. While the database does
 * not answer they are NaN.
 */
@Singleton
@Startup
@DependsOn("Storage")
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class TaskMetrics {

    static final Duration FRESH = Duration.ofSeconds(15);

    private static final Logger LOG = Logger.getLogger(TaskMetrics.class.getName());

    @Inject
    MetricRegistry metrics;

    @Inject
    StateCounts counts;

    @Inject
    Clock clock;

    private StateCounts.@Nullable Counts last;
    private Instant counted = Instant.MIN;

    @PostConstruct
    void show() {
        for (TaskState state : TaskState.values()) {
            metrics.gauge("parley_tasks", () -> tasks(state), new Tag("state", state.word()));
        }
        for (ClientState state : ClientState.values()) {
            metrics.gauge("parley_clients", () -> clients(state), new Tag("state", state.word()));
        }
    }

    private double tasks(TaskState state) {
        StateCounts.Counts now = now();
        return now == null ? Double.NaN : now.tasks().getOrDefault(state, 0L);
    }

    private double clients(ClientState state) {
        StateCounts.Counts now = now();
        return now == null ? Double.NaN : now.clients().getOrDefault(state, 0L);
    }

    private synchronized StateCounts.@Nullable Counts now() {
        Instant now = clock.instant();
        if (!now.isBefore(counted) && now.isBefore(counted.plus(FRESH))) {
            return last;
        }
        try {
            last = counts.now();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The tasks could not be counted for the metrics.", e);
            last = null;
        }
        counted = now;
        return last;
    }
}
