package parley.server.sessions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.sessions.connection.InboundRecords;

/** The bounds of the session endpoint, {@code parley.limits.*}. */
@ApplicationScoped
public class SessionLimits {

    /** The most bytes of an incomplete frame that the container keeps: incoming-buffer-size in web.xml. */
    static final int INCOMING_BUFFER = 163_840;

    /** The heap that the server needs for itself, in bytes; the rest is shared. */
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

    /** The configured limit, but never so many that one network keeps all others out. */
    int handshakesPerAddress() {
        return Math.min(handshakesPerAddress, Math.max(LEAST, handshakes() / 2));
    }

    /** The configured limit, but never more than there is memory for their buffers. */
    int handshakes() {
        return (int) Math.min(handshakes, Math.max(2 * LEAST, quarter() / 2 / InboundRecords.SMALL_FRAMES));
    }

    long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    /** The configured limit, but never more than there is memory for their buffers. */
    int sessions() {
        return (int) Math.min(sessions, Math.max(2 * LEAST, quarter() / InboundRecords.SMALL_FRAMES));
    }

    int sessionsPerToken() {
        return sessionsPerToken;
    }

    long inventoryFiles() {
        return inventoryFiles;
    }

    /** The bytes for waiting messages of all sessions, to be assembled or to be sent. */
    long waiting() {
        return quarter();
    }

    /** The bytes for large frames of all sessions that the container keeps. */
    long frames() {
        return quarter() / 2;
    }

    /** The bytes for reading and answering messages of all sessions. */
    long work() {
        return quarter();
    }

    /** A quarter of what the server does not need for itself; the last quarter is for everything except sessions. */
    private long quarter() {
        return Math.max(heap() - ITS_OWN, heap() / 4) / 4;
    }
}
