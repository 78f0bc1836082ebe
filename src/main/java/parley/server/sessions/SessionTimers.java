package parley.server.sessions;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
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
import parley.server.task.service.Connections;
import parley.server.threads.ServerThreads;

/** All timers of sessions, on one executor. First clears the connections that this node had before. */
@Singleton
@Startup
@DependsOn("Storage")
@TransactionManagement(TransactionManagementType.BEAN)
public class SessionTimers {

    private static final Logger LOG = Logger.getLogger(SessionTimers.class.getName());
    private static final long TICK = 250;
    private static final long SCAN = 30_000;
    private static final long WRITE_DOWN = 15_000;

    @Inject
    ServerThreads threads;

    @Inject
    Sessions sessions;

    @Inject
    Connections connections;

    @Inject
    Node node;

    private final List<ScheduledFuture<?>> running = new ArrayList<>();

    @PostConstruct
    void start() {
        connections.none(node.id());
        every(TICK, "look at the clock", sessions::tick);
        every(SCAN, "look at the sessions", sessions::scan);
        every(WRITE_DOWN, "write down who is connected", sessions::writeDown);
    }

    @PreDestroy
    void stop() {
        running.forEach(timer -> timer.cancel(false));
        sessions.stop();
    }

    private void every(long milliseconds, String what, Runnable work) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "Could not " + what + "; trying again.", e);
            }
        };
        running.add(
                threads.timers().scheduleWithFixedDelay(guarded, milliseconds, milliseconds, TimeUnit.MILLISECONDS));
    }
}
