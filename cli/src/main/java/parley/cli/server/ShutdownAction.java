package parley.cli.server;

import java.util.function.Supplier;
import parley.cli.terminal.ExitCode;

/**
 * What is done, until it is closed, when this process is told to end by Ctrl-C or SIGTERM. It says with which exit code
 * the process ends then.
 */
final class ShutdownAction implements AutoCloseable {

    private final Thread hook;

    ShutdownAction(Supplier<ExitCode> done) {
        hook = new Thread(() -> Runtime.getRuntime().halt(done.get().code()), "told-to-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** When the process is ending already, this waits until it has. */
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
