package parley.client.internal.concurrent;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Where a client's work is done.
 *
 * @param steps its own short steps
 * @param calls the handler's calls, and what the caller hangs on the end of the run
 * @param connects making connections
 */
public record ClientExecutors(Executor steps, Executor calls, Executor connects) {

    public static final ClientExecutors SHARED =
            new ClientExecutors(SharedThreads.STEPS, SharedThreads.CALLS, SharedThreads.CONNECTS);

    public ClientExecutors {
        Objects.requireNonNull(steps);
        Objects.requireNonNull(calls);
        Objects.requireNonNull(connects);
    }

    /** All of it in one place. */
    public static ClientExecutors on(Executor executor) {
        return new ClientExecutors(executor, executor, executor);
    }
}
