package parley.server;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Ends the server when the process that started it is gone, however that ended: a server that {@code parley serve} runs as its child must not outlive it.
 *
 * <p>Does nothing unless {@code parley.parent.pid} is set. The end is an orderly one; if that takes longer than {@link #ORDERLY}, it is not.
 */
@Singleton
@Startup
public class ParentProcess {
    private static final Duration ORDERLY = Duration.ofSeconds(20);
    private static final Logger LOG = System.getLogger(ParentProcess.class.getName());

    @Inject
    @ConfigProperty(name = "parley.parent.pid")
    Optional<Long> pid;

    @PostConstruct
    void watch() {
        pid.ifPresent(parent -> ProcessHandle.of(parent)
                .ifPresentOrElse(handle -> handle.onExit().thenAccept(gone -> end(gone.pid())), () -> end(parent)));
    }

    // Threads of their own: exit() waits for the container, which must not wait for this bean or the JDK's process
    // watcher.
    private static void end(long parent) {
        LOG.log(Level.INFO, "process {0} is gone: the server that it started ends", Long.toString(parent));
        new Thread(() -> System.exit(0), "parent-gone").start();
        Thread last = new Thread(
                () -> {
                    try {
                        Thread.sleep(ORDERLY.toMillis());
                        Runtime.getRuntime().halt(1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "parent-gone-limit");
        last.setDaemon(true);
        last.start();
    }
}
