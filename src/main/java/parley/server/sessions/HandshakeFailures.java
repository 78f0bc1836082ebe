package parley.server.sessions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import parley.server.audit.Audit;

/**
 * Brings refused handshakes into the audit log: counted by cause and written together, so that whoever sends junk fills
 * a number and not the log. At most the last few seconds are lost with the process. Thread-safe.
 */
@ApplicationScoped
public class HandshakeFailures {

    private static final int ADDRESSES_SHOWN = 8;

    private static final class Refused {
        private long count;
        private final Set<String> addresses = new LinkedHashSet<>();
    }

    @Inject
    Audit audit;

    private final Map<String, Refused> byCause = new LinkedHashMap<>();

    void count(String cause, String address) {
        synchronized (byCause) {
            Refused refused = byCause.computeIfAbsent(cause, c -> new Refused());
            refused.count++;
            if (refused.addresses.size() < ADDRESSES_SHOWN) {
                refused.addresses.add(address);
            }
        }
    }

    /** Writes what has been counted since the last time. */
    @Transactional
    public void write() {
        Map<String, Refused> counted;
        synchronized (byCause) {
            counted = new LinkedHashMap<>(byCause);
            byCause.clear();
        }
        counted.forEach((cause, refused) -> audit.record(
                "server",
                "handshake.refused",
                cause,
                Map.of("count", refused.count, "from", String.join(" ", refused.addresses))));
    }
}
