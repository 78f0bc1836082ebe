package parley.server.sessions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.sessions.connection.InboundRecords;

/** The bounds of the session endpoint, {@code parley.limits.*}. */
@ApplicationScoped
public class SessionLimits {

    /** What the container keeps at most of a frame that is not whole: incoming-buffer-size in web.xml. */
    static final int INCOMING_BUFFER = 163_840;

    /** What the server needs for itself, in bytes of the heap; the rest is shared out. */
    private static final long ITS_OWN = 80L * 1024 * 1024;

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

    /** As configured, but never more than there is room for their buffers. */
    int handshakes() {
        return (int) Math.min(handshakes, Math.max(2 * LEAST, quarter() / 2 / InboundRecords.SMALL_FRAMES));
    }

    long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    /** As configured, but never more than there is room for their buffers. */
    int sessions() {
        return (int) Math.min(sessions, Math.max(2 * LEAST, quarter() / InboundRecords.SMALL_FRAMES));
    }

    int sessionsPerToken() {
        return sessionsPerToken;
    }

    long inventoryFiles() {
        return inventoryFiles;
    }

    /** The bytes in which messages of all sessions may wait, to be put together or to be sent. */
    long waiting() {
        return quarter();
    }

    /** The bytes in which the container may keep frames that are large, of all sessions. */
    long frames() {
        return quarter() / 2;
    }

    /** The bytes in which messages of all sessions may be read and answered. */
    long work() {
        return quarter();
    }

    /** A quarter of what the server does not need for itself; the last one is for everything but sessions. */
    private long quarter() {
        return Math.max(heap() - ITS_OWN, heap() / 4) / 4;
    }
}
