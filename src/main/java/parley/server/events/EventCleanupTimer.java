package parley.server.events;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.server.threads.ServerThreads;

/** Keeps the table of events within its bounds: checks soon after the start, and every ten minutes. */
@Singleton
@Startup
@DependsOn("Storage")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EventCleanupTimer {

    private static final Logger LOG = Logger.getLogger(EventCleanupTimer.class.getName());

    private static final long AFTER_START = 10;

    @Inject
    ServerThreads threads;

    @Inject
    EventCleanup trim;

    @PostConstruct
    @SuppressWarnings("FutureReturnValueIgnored") // run() logs what fails
    void begin() {
        threads.timers().schedule(this::run, AFTER_START, TimeUnit.SECONDS);
    }

    @Schedule(hour = "*", minute = "*/10", persistent = false)
    void run() {
        try {
            trim.due().forEach(this::all);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Old events could not be deleted; the next attempt is in ten minutes.", e);
        }
    }

    private void all(String task, long upTo) {
        boolean more = true;
        while (more) {
            more = trim.some(task, upTo);
        }
    }
}
