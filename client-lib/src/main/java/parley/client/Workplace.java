package parley.client;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Where a client's work is done.
 *
 * @param steps its own short steps
 * @param calls the handler's calls, and what the caller hangs on the end of the run
 * @param connects making connections
 */
record Workplace(Executor steps, Executor calls, Executor connects) {

    static final Workplace SHARED = new Workplace(SharedThreads.STEPS, SharedThreads.CALLS, SharedThreads.CONNECTS);

    Workplace {
        Objects.requireNonNull(steps);
        Objects.requireNonNull(calls);
        Objects.requireNonNull(connects);
    }

    /** All of it in one place. */
    static Workplace on(Executor executor) {
        return new Workplace(executor, executor, executor);
    }
}
