package parley.server.sessions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The bounds of the session endpoint, {@code parley.limits.*}. */
@ApplicationScoped
public class SessionLimits {

    /** What the container keeps at most of a message that is not whole: incoming-buffer-size in web.xml. */
    static final int INCOMING_BUFFER = 163_840;

    private static final int LEAST = 8;

    @Inject
    @ConfigProperty(name = "parley.limits.handshakes.address")
    int handshakesPerAddress;

    @Inject
    @ConfigProperty(name = "parley.limits.handshakes")
    int handshakes;

    @Inject
    @ConfigProperty(name = "parley.limits.sessions")
    int sessions;

    @Inject
    @ConfigProperty(name = "parley.limits.sessions.token")
    int sessionsPerToken;

    @Inject
    @ConfigProperty(name = "parley.limits.inventory.files")
    long inventoryFiles;

    /** As configured, but never so many that one network keeps all others out. */
    int handshakesPerAddress() {
        return Math.min(handshakesPerAddress, Math.max(LEAST, handshakes() / 2));
    }

    /**
     * As configured, but never more than fit into a quarter of the heap: the container waits for whole messages, also
     * of peers that have proved nothing yet.
     */
    int handshakes() {
        return (int) Math.min(handshakes, Math.max(2 * LEAST, heap() / 4 / INCOMING_BUFFER));
    }

    long heap() {
        return Runtime.getRuntime().maxMemory();
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
        return heap() / 4;
    }
}
