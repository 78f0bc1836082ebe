package parley.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import parley.message.Reason;

/** The one thread on which the handler is called. What the handler throws becomes an {@link UpdateFailedException}. */
final class HandlerThread implements Calls {

    private static final System.Logger LOG = System.getLogger(HandlerThread.class.getName());
    private static final long MOST_BYTES = 2 * 1024 * 1024;
    private static final long WAIT_SECONDS = 30;
    private static final long WAIT_AFTER_INTERRUPT_SECONDS = 2;

    private final AtomicLong bytes = new AtomicLong();
    private final ExecutorService thread;
    private volatile Consumer<Runnable> results;

    /** The thread starts with the first call. */
    HandlerThread() {
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "parley-handler");
            made.setDaemon(true);
            return made;
        });
    }

    /** Where results go from now on. */
    void resultsTo(Consumer<Runnable> inbox) {
        this.results = inbox;
    }

    /** Whether the disk is so far behind that no more should be read from the network. */
    boolean behind() {
        return bytes.get() >= MOST_BYTES;
    }

    @Override
    public <T> void call(Call<T> call, Consumer<T> done, Consumer<UpdateFailedException> failed) {
        thread.execute(() -> {
            try {
                T result = call.run();
                results.accept(() -> done.accept(result));
            } catch (UpdateFailedException e) {
                results.accept(() -> failed.accept(e));
            } catch (IOException | RuntimeException | LinkageError e) {
                results.accept(() -> failed.accept(internal(e)));
            }
        });
    }

    @Override
    public void write(int length, Write write, Consumer<UpdateFailedException> failed) {
        bytes.addAndGet(length);
        call(
                () -> {
                    try {
                        write.run();
                    } finally {
                        bytes.addAndGet(-length);
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
        return new UpdateFailedException(Reason.INTERNAL, Refusals.words(e), e);
    }

    /** Ends after the calls that have been asked for; the present one is interrupted and the others dropped if told so. */
    void close(boolean interrupt) {
        if (interrupt) {
            thread.shutdownNow();
        } else {
            thread.shutdown();
        }
        try {
            if (!thread.awaitTermination(interrupt ? WAIT_AFTER_INTERRUPT_SECONDS : WAIT_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
