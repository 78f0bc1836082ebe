package parley.server.threads;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads for what the server does outside of requests. They are threads of the container, with the context of
 * this application for as long as they live: the container's own executors set that context up for every task, which
 * costs more than most tasks do. Thread-safe.
 */
@ApplicationScoped
public class ServerThreads {

    /** Twice the connections of the data source, since a thread may wait for one. */
    static final int BACKGROUND = 64;

    /** One for each timer, and one for a run of the event pump out of turn: none waits for a long run of another. */
    static final int TIMERS = 11;

    static final int MAX_WAITING = 20_000;

    /** As many as there may be webhooks: a target that hangs holds up no other. */
    public static final int DELIVERIES = 32;

    private static final long IDLE_SECONDS = 60;

    @Resource
    ManagedThreadFactory factory;

    private ThreadPoolExecutor background;
    private ThreadPoolExecutor deliveries;
    private ScheduledThreadPoolExecutor timers;

    @PostConstruct
    void begin() {
        background = pool(BACKGROUND, MAX_WAITING);
        deliveries = pool(DELIVERIES, DELIVERIES);
        timers = new ScheduledThreadPoolExecutor(TIMERS, factory);
        timers.setRemoveOnCancelPolicy(true);
    }

    private ThreadPoolExecutor pool(int threads, int waiting) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * For calls of other servers. Throws as {@link #background} does, when {@link #DELIVERIES} wait for a thread.
     */
    public Executor deliveries() {
        return deliveries;
    }

    /**
     * For work that may wait for the database. Throws {@link java.util.concurrent.RejectedExecutionException} when
     * {@link #MAX_WAITING} tasks wait for a thread, or the server stops.
     */
    public Executor background() {
        return background;
    }

    /** For work at a time, or at intervals. Throws as {@link #background} does, but only when the server stops. */
    public ScheduledExecutorService timers() {
        return timers;
    }

    /** Whether the server is stopping: no more tasks are taken. */
    public boolean stopping() {
        return background.isShutdown();
    }

    @PreDestroy
    void end() {
        timers.shutdownNow();
        background.shutdown();
        deliveries.shutdownNow();
    }
}
