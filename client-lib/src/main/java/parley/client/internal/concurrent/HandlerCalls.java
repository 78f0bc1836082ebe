package parley.client.internal.concurrent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.client.UpdateFailedException;
import parley.client.internal.failure.FailureTexts;
import parley.message.Reason;

/**
 * Calls the handler: one call at a time, each sees the effects of those before it, on threads of an executor that are
 * used only during calls. An exception of the handler becomes an {@link UpdateFailedException}.
 */
public final class HandlerCalls implements HandlerExecutor {

    private static final System.Logger LOG = System.getLogger(HandlerCalls.class.getName());
    private static final long MOST_BYTES = 2 * 1024 * 1024;
    /** The cost of a write besides its bytes, so that a flood of small ones is bounded too. */
    private static final int COST = 1024;
    /** How many calls are made before other clients have their turn. */
    private static final int TURN = 16;
    /** How long an urgent call waits for a thread. */
    private static final long WAIT_FOR_THREAD_SECONDS = 1;
    /** How long a call that is not interrupted may take to end, */
    private static final long WAIT_SECONDS = 30;
    /** and an interrupted one. */
    private static final long WAIT_AFTER_INTERRUPT_SECONDS = 2;

    private final Executor executor;
    private final Consumer<Runnable> results;
    private final AtomicLong bytes = new AtomicLong();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean atWork;
    private boolean closed;
    private @Nullable Thread caller;
    private @Nullable Runnable whenClosed;
    private @Nullable Future<?> patience;

    /** @param results where results go, from the first call on */
    public HandlerCalls(Executor executor, Consumer<Runnable> results) {
        this.executor = executor;
        this.results = results;
    }

    /** Whether so much waits for the disk that no more should be read from the network. */
    public boolean behind() {
        return bytes.get() >= MOST_BYTES;
    }

    /** Whether the calling thread is within a call of the handler. */
    public synchronized boolean isCallingHere() {
        return caller == Thread.currentThread();
    }

    @Override
    public <T> void call(Call<T> call, Consumer<T> done, Consumer<UpdateFailedException> failed) {
        synchronized (this) {
            if (closed) {
                return;
            }
            waiting.add(() -> make(call, done, failed));
            if (atWork) {
                return;
            }
            atWork = true;
        }
        takeTurn();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // helpOut() fails nobody who could hear of it
    public <T> void callSoon(Call<T> call, Consumer<T> done, Consumer<UpdateFailedException> failed) {
        call(call, done, failed);
        SharedThreads.TIMER.schedule(this::helpOut, WAIT_FOR_THREAD_SECONDS, TimeUnit.SECONDS);
    }

    private void helpOut() {
        boolean stuck;
        synchronized (this) {
            stuck = caller == null && !waiting.isEmpty();
        }
        if (stuck) {
            SharedThreads.LATE_CALLS.execute(this::work);
        }
    }

    private <T> void make(Call<T> call, Consumer<T> done, Consumer<UpdateFailedException> failed) {
        try {
            T result = call.run();
            results.accept(() -> done.accept(result));
        } catch (UpdateFailedException e) {
            results.accept(() -> failed.accept(e));
        } catch (IOException | RuntimeException | LinkageError e) {
            UpdateFailedException internal = internal(e);
            results.accept(() -> failed.accept(internal));
        } catch (Error e) {
            results.accept(() -> {
                throw e;
            });
        }
    }

    @Override
    public void write(int length, Write write, Consumer<UpdateFailedException> failed) {
        bytes.addAndGet(length + COST);
        call(
                () -> {
                    try {
                        write.run();
                    } finally {
                        bytes.addAndGet(-length - COST);
                    }
                    return length;
                },
                written -> {},
                failed);
    }

    @Override
    public void tell(Runnable work) {
        results.accept(work);
    }

    private static UpdateFailedException internal(Throwable e) {
        LOG.log(Level.WARNING, "an update handler failed", e);
        return new UpdateFailedException(Reason.INTERNAL, FailureTexts.words(e), e);
    }

    private void takeTurn() {
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            results.accept(() -> {
                throw e;
            });
            synchronized (this) {
                waiting.clear();
            }
            SharedThreads.CALLS.execute(this::work);
        }
    }

    private void work() {
        for (int done = 0; done < TURN; done++) {
            Runnable call = take();
            if (call == null) {
                return;
            }
            try {
                call.run();
            } finally {
                made();
            }
        }
        takeTurn();
    }

    private @Nullable Runnable take() {
        synchronized (this) {
            if (caller != null) {
                return null; // that thread goes on with what waits
            }
            if (!waiting.isEmpty()) {
                caller = Thread.currentThread();
                return waiting.remove();
            }
            atWork = false;
        }
        ended();
        return null;
    }

    // An interrupt is for this call alone.
    private synchronized void made() {
        caller = null;
        Thread.interrupted();
    }

    /**
     * Ends after the requested calls; with {@code interrupt} the present one is interrupted and the others are
     * dropped. {@code whenEnded} runs once, at the latest when the time for that is over.
     */
    public void close(boolean interrupt, Runnable whenEnded) {
        boolean idle;
        synchronized (this) {
            closed = true;
            whenClosed = whenEnded;
            idle = !atWork;
            if (!idle) {
                long seconds = interrupt ? WAIT_AFTER_INTERRUPT_SECONDS : WAIT_SECONDS;
                patience = SharedThreads.TIMER.schedule(this::giveUp, seconds, TimeUnit.SECONDS);
            }
            if (interrupt) {
                interrupt();
            }
        }
        if (idle) {
            ended();
        }
    }

    private void giveUp() {
        synchronized (this) {
            interrupt();
        }
        ended();
    }

    private void ended() {
        @Nullable Runnable tell;
        synchronized (this) {
            tell = whenClosed;
            whenClosed = null;
            if (patience != null) {
                patience.cancel(false);
            }
        }
        if (tell != null) {
            tell.run();
        }
    }

    private void interrupt() {
        waiting.clear();
        if (caller != null) {
            caller.interrupt();
        }
    }
}
