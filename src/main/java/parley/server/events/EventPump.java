package parley.server.events;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;
import parley.server.threads.ServerThreads;

/**
 * Numbers events, calls the {@link SignalListener}s, and wakes the streams: after each commit on this node, and every
 * second for commits of other nodes. One thread of a node does this at a time.
 */
@Singleton
@Startup
@DependsOn("Storage")
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class EventPump {

    private static final Logger LOG = Logger.getLogger(EventPump.class.getName());
    private static final long LOOK_EVERY = 1_000;
    private static final int SIGNALS_AT_ONCE = 1_000;

    /** The pause between a run and the next one for a commit: under load a run serves many commits. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @Inject
    ServerThreads threads;

    @Inject
    EventLog log;

    @Inject
    EventStreams streams;

    @Inject
    @Any
    Instance<SignalListener> listeners;

    @Inject
    MetricRegistry metrics;

    private final AtomicBoolean due = new AtomicBoolean();
    private final Object turn = new Object();
    private ScheduledFuture<?> timer;
    private volatile @Nullable ScheduledFuture<?> soon;
    private long told;
    private volatile long lastRun = System.nanoTime() - GATHER_NANOS;

    @PostConstruct
    void start() {
        told = log.last();
        metrics.gauge("parley_event_streams", streams::count);
        timer = threads.timers().scheduleWithFixedDelay(this::pump, LOOK_EVERY, LOOK_EVERY, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        timer.cancel(false);
        ScheduledFuture<?> next = soon;
        if (next != null) {
            next.cancel(false);
        }
        streams.end();
    }

    /**
     * Something was committed: starts a run on another thread, at once after a quiet time, otherwise after the pause.
     */
    public void wake() {
        if (due.compareAndSet(false, true)) {
            long rest = GATHER_NANOS - (System.nanoTime() - lastRun);
            soon = threads.timers().schedule(this::pump, Math.max(0, rest), TimeUnit.NANOSECONDS);
        }
    }

    /** The connection of this stream accepts bytes again. */
    public void writable(EventStream stream) {
        guarded(() -> threads.background().execute(() -> guarded(() -> streams.flow(stream))));
    }

    private void pump() {
        synchronized (turn) {
            due.set(false);
            guarded(() -> {
                EventLog.Numbering numbering;
                do {
                    numbering = log.number();
                    tellListeners(numbering);
                    streams.flow();
                } while (numbering.more());
            });
            lastRun = System.nanoTime();
        }
    }

    /** Events that this node numbered itself are not read, unless another node gave numbers in between. */
    private void tellListeners(EventLog.Numbering numbering) {
        if (!numbering.events().isEmpty() && numbering.before() == told) {
            tell(numbering.events());
            return;
        }
        List<EventLog.Numbered> next;
        do {
            next = log.signals(told, SIGNALS_AT_ONCE);
            tell(next);
        } while (next.size() == SIGNALS_AT_ONCE);
    }

    private void tell(List<EventLog.Numbered> events) {
        if (!events.isEmpty()) {
            told = events.get(events.size() - 1).number();
            List<Signal> signals =
                    events.stream().map(EventLog.Numbered::signal).distinct().toList();
            listeners.forEach(listener -> guarded(() -> listener.signalled(signals)));
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Signals could not be sent; trying again in a second.", e);
        }
    }
}
