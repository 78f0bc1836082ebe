package parley.server.sessions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The bounds of the session endpoint, {@code parley.limits.*}. */
@ApplicationScoped
public class SessionLimits {

    @Inject
    @ConfigProperty(name = "parley.limits.handshakes.address", defaultValue = "256")
    int handshakesPerAddress;

    @Inject
    @ConfigProperty(name = "parley.limits.handshakes", defaultValue = "2048")
    int handshakes;

    @Inject
    @ConfigProperty(name = "parley.limits.sessions", defaultValue = "10000")
    int sessions;

    @Inject
    @ConfigProperty(name = "parley.limits.sessions.token", defaultValue = "10000")
    int sessionsPerToken;

    @Inject
    @ConfigProperty(name = "parley.limits.inventory.files", defaultValue = "20000")
    long inventoryFiles;

    int handshakesPerAddress() {
        return handshakesPerAddress;
    }

    int handshakes() {
        return handshakes;
    }

    int sessions() {
        return sessions;
    }

    int sessionsPerToken() {
        return sessionsPerToken;
    }

    long inventoryFiles() {
        return inventoryFiles;
    }

    /** The bytes in which messages of all sessions may wait: a quarter of the heap. */
    long memory() {
        return Runtime.getRuntime().maxMemory() / 4;
    }
}
