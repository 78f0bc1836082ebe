package parley.server.health;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Ends the server when the process that started it has ended ({@code parley.parent.pid}), so that {@code parley serve}
 * never leaves a server behind, not even after kill -9. Does nothing without the property: never set it on a server
 * that runs other applications.
 */
@Singleton
@Startup
public class ParentProcess {
    private static final Logger LOG = Logger.getLogger(ParentProcess.class.getName());

    @Inject
    @ConfigProperty(name = "parley.parent.pid")
    Optional<Long> pid;

    @PostConstruct
    @SuppressWarnings("FutureReturnValueIgnored") // end() ends this process
    void watch() {
        pid.ifPresent(parent -> ProcessHandle.of(parent)
                .ifPresentOrElse(process -> process.onExit().thenRun(() -> end(parent)), () -> end(parent)));
    }

    private static void end(long parent) {
        LOG.info("process " + parent + ", which started this server, has ended, so the server ends too");
        new Thread(() -> System.exit(0), "parley-end").start();
    }
}
