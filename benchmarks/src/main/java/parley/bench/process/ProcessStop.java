package parley.bench.process;

import java.util.concurrent.TimeUnit;

/** Stops a process: asks first, and kills it when it has not ended in time. */
final class ProcessStop {

    private static final int SECONDS = 30;

    private ProcessStop() {}

    /** Returns when it has ended. An interrupt kills it at once and stays set. */
    static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
