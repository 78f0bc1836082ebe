package parley.client.internal.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that all clients in this JVM share. Their number is bounded for any number of clients; they are daemons,
 * and idle ones end.
 */
public final class SharedThreads {

    /** Short steps of clients, none of which waits for anything but the disk. */
    public static final int MOST_STEPS = Math.max(2, Runtime.getRuntime().availableProcessors());
    /** Calls of handlers, which may take long; further ones wait. */
    public static final int MOST_CALLS = 64;
    /** Urgent calls that found none of those free. */
    static final int MOST_LATE_CALLS = 16;
    /** Connects; further ones wait. */
    public static final int MOST_CONNECTS = 32;

    private static final long IDLE_SECONDS = 5;

    public static final Executor STEPS = pool("parley-client", MOST_STEPS);
    public static final Executor CALLS = pool("parley-handler", MOST_CALLS);
    static final Executor LATE_CALLS = pool("parley-late", MOST_LATE_CALLS);
    static final Executor CONNECTS = pool("parley-connect", MOST_CONNECTS);
    static final ScheduledExecutorService TIMER = timer();

    private SharedThreads() {}

    private static Executor pool(String name, int most) {
        ThreadPoolExecutor made = new ThreadPoolExecutor(
                1, most, IDLE_SECONDS, TimeUnit.SECONDS, new IdleFirst(), named(name), SharedThreads::queue);
        made.allowCoreThreadTimeOut(true);
        return made;
    }

    private static void queue(Runnable work, ThreadPoolExecutor full) {
        full.getQueue().add(work);
        full.prestartCoreThread();
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("parley-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    // An application that is undeployed must not stay in memory because it was the first to use a client.
    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(SharedThreads.class.getClassLoader());
            return thread;
        };
    }

    /**
     * Refuses work that no idle thread takes at once, so that the pool starts a thread before it queues; at its full
     * size the refused work is added and waits. (With an ordinary queue a pool starts no thread before the queue is
     * full.)
     */
    private static final class IdleFirst extends LinkedTransferQueue<Runnable> {

        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable work) {
            return tryTransfer(work);
        }

        @Override
        public boolean add(Runnable work) {
            return super.offer(work);
        }
    }
}
