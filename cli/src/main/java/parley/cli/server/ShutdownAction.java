package parley.cli.server;

import java.util.function.Supplier;
import parley.cli.terminal.ExitCode;

/**
 * Runs when Ctrl-C or SIGTERM ends this process, unless it was closed before. It returns the exit code of the process.
 */
final class ShutdownAction implements AutoCloseable {

    private final Thread hook;

    ShutdownAction(Supplier<ExitCode> done) {
        hook = new Thread(() -> Runtime.getRuntime().halt(done.get().code()), "told-to-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** If the process is ending already, waits for its end. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            waitForTheEnd();
        }
    }

    private void waitForTheEnd() {
        try {
            hook.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
