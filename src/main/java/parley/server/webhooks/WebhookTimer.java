package parley.server.webhooks;

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
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.server.threads.ServerThreads;

/** Looks every second for events to send, and every ten seconds how far behind the deliveries are. */
@Singleton
@Startup
@DependsOn("Storage")
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class WebhookTimer {

    private static final Logger LOG = Logger.getLogger(WebhookTimer.class.getName());
    private static final long LOOK_EVERY = 1;
    private static final long MEASURE_EVERY = 10;

    @Inject
    ServerThreads threads;

    @Inject
    WebhookDeliveries deliveries;

    private final List<ScheduledFuture<?>> running = new ArrayList<>();

    @PostConstruct
    void start() {
        every(LOOK_EVERY, deliveries::scan);
        every(MEASURE_EVERY, deliveries::measure);
    }

    private void every(long seconds, Runnable work) {
        running.add(threads.timers().scheduleWithFixedDelay(() -> guarded(work), seconds, seconds, TimeUnit.SECONDS));
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Webhooks could not be looked at; the next look is soon.", e);
        }
    }

    @PreDestroy
    void stop() {
        running.forEach(timer -> timer.cancel(false));
    }
}
