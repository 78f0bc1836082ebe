package parley.server.rollout;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Lets the {@link Rollout} work: a moment after something has changed, so that what changes together is looked at once,
 * and every two seconds for what only time changes. The delay between two runs is kept, so one thread works at a time.
 */
@Singleton
@Startup
@DependsOn("Storage")
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class RolloutTimer {

    private static final long CHANGES_EVERY = 100;
    private static final long SCAN_EVERY = 2_000;

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Rollout rollout;

    private final List<ScheduledFuture<?>> running = new ArrayList<>();

    @PostConstruct
    void start() {
        every(CHANGES_EVERY, rollout::lookAtChanged);
        every(SCAN_EVERY, rollout::scan);
    }

    private void every(long milliseconds, Runnable work) {
        running.add(executor.scheduleWithFixedDelay(work, milliseconds, milliseconds, TimeUnit.MILLISECONDS));
    }

    @PreDestroy
    void stop() {
        running.forEach(timer -> timer.cancel(false));
    }
}
