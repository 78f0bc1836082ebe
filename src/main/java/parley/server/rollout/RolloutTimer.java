package parley.server.rollout;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import parley.server.backup.RestoredStart;
import parley.server.threads.ServerThreads;

/**
 * Runs the {@link Rollout}: a moment after a change, so that several changes share one run, and every two seconds for
 * what only time changes. There is a fixed delay between two runs, so one thread works at a time.
 */
@Singleton
@Startup
@DependsOn("Storage")
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class RolloutTimer {

    private static final long CHANGES_EVERY = 100;
    private static final long SCAN_EVERY = 2_000;

    @Inject
    ServerThreads threads;

    @Inject
    Rollout rollout;

    @Inject
    RestoredStart restored;

    private final List<ScheduledFuture<?>> running = new ArrayList<>();

    @PostConstruct
    void start() {
        restored.settle();
        every(CHANGES_EVERY, rollout::lookAtChanged);
        every(SCAN_EVERY, rollout::scan);
    }

    private void every(long milliseconds, Runnable work) {
        running.add(threads.timers().scheduleWithFixedDelay(work, milliseconds, milliseconds, TimeUnit.MILLISECONDS));
    }

    @PreDestroy
    void stop() {
        running.forEach(timer -> timer.cancel(false));
    }
}
