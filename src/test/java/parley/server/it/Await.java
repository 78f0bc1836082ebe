package parley.server.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/** Waits for a condition, with a deadline. */
public final class Await {

    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(50).toNanos();

    private Await() {}

    public static void until(String what, Duration deadline, Callable<Boolean> condition) throws Exception {
        until(() -> what, deadline, condition);
    }

    /** @param what called after the deadline, for the message */
    public static void until(Supplier<String> what, Duration deadline, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                Assertions.fail("waited %s in vain: %s", deadline, what.get());
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}
