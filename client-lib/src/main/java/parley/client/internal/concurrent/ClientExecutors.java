package parley.client.internal.concurrent;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The executors of a client's work.
 *
 * @param steps its own short steps
 * @param calls the handler's calls, and the dependent stages of the run's future
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

    /** One executor for everything. */
    public static ClientExecutors on(Executor executor) {
        return new ClientExecutors(executor, executor, executor);
    }
}
