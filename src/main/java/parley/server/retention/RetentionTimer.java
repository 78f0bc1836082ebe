package parley.server.retention;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.server.threads.ServerThreads;

/**
 * Runs {@link Retention}: soon after the start and every six hours for what is old, every five seconds for what was
 * deleted by hand. The settings are read at the start, so a server with a wrong one does not start.
 */
@Singleton
@Startup
@DependsOn("Storage")
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class RetentionTimer {

    private static final Logger LOG = Logger.getLogger(RetentionTimer.class.getName());

    private static final Duration AFTER_START = Duration.ofSeconds(20);
    private static final Duration EVERY = Duration.ofHours(6);
    private static final Duration FINISH_EVERY = Duration.ofSeconds(5);

    @Inject
    ServerThreads threads;

    @Inject
    Retention retention;

    private final List<ScheduledFuture<?>> running = new ArrayList<>();

    @PostConstruct
    void start() {
        retention.readSettings();
        every(AFTER_START, EVERY, retention::run);
        every(FINISH_EVERY, FINISH_EVERY, retention::finish);
    }

    private void every(Duration first, Duration then, Runnable work) {
        running.add(threads.timers()
                .scheduleWithFixedDelay(() -> attempt(work), first.toMillis(), then.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "What is to be deleted could not be; the next attempt follows.", e);
        }
    }

    @PreDestroy
    void stop() {
        running.forEach(timer -> timer.cancel(false));
    }
}
