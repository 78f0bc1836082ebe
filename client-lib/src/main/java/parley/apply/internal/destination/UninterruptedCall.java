package parley.apply.internal.destination;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import parley.client.UpdateFailedException;

/**
 * Runs work on a thread that nobody interrupts. Java closes a file channel whose thread is interrupted, so an
 * interrupt in the middle of a swap would close the journal. An interrupt of the caller becomes a request to stop, and
 * is restored when the work has ended.
 */
public final class UninterruptedCall {

    public interface Work<T> {
        T run(BooleanSupplier stopping) throws UpdateFailedException;
    }

    private UninterruptedCall() {}

    public static <T> T call(Work<T> work) throws UpdateFailedException {
        Thread caller = Thread.currentThread();
        boolean[] stopping = {false};
        FutureTask<T> task = new FutureTask<>(() -> work.run(() -> {
            synchronized (stopping) {
                return stopping[0];
            }
        }));
        new Thread(task, caller.getName() + " apply").start();
        try {
            return await(task, stopping);
        } finally {
            if (stopping[0]) {
                caller.interrupt();
            }
        }
    }

    private static <T> T await(FutureTask<T> task, boolean[] stopping) throws UpdateFailedException {
        while (true) {
            try {
                return task.get();
            } catch (InterruptedException e) {
                synchronized (stopping) {
                    stopping[0] = true;
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UpdateFailedException failed) {
                    throw failed;
                }
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
