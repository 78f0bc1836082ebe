package parley.server.sessions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import parley.server.audit.Audit;
import parley.server.task.service.Refusal;

/**
 * Writes refused handshakes and refused clients into the audit log: counted by cause and written together, so that
 * repeated tries raise a count instead of filling the log. At most the last few seconds are lost with the process.
 * Thread-safe.
 */
@ApplicationScoped
public class RefusalLog {

    private static final int ADDRESSES_SHOWN = 8;

    /** A cause, and the task, which is known if the client has proved that it holds a token of it. */
    private record Kind(String cause, String task) {

        private static final String NO_TASK = "";
    }

    private static final class Refused {
        private long count;
        private String words = "";
        private final Set<String> addresses = new LinkedHashSet<>();
    }

    @Inject
    Audit audit;

    private final Map<Kind, Refused> counted = new LinkedHashMap<>();

    void handshake(String cause, String address) {
        count(new Kind(cause, Kind.NO_TASK), "", address);
    }

    void client(Refusal refusal, String address) {
        count(new Kind(refusal.cause(), refusal.task()), refusal.words(), address);
    }

    private void count(Kind kind, String words, String address) {
        synchronized (counted) {
            Refused refused = counted.computeIfAbsent(kind, k -> new Refused());
            refused.count++;
            refused.words = words;
            if (refused.addresses.size() < ADDRESSES_SHOWN) {
                refused.addresses.add(address);
            }
        }
    }

    /** Writes the counts since the last call. */
    @Transactional
    public void write() {
        Map<Kind, Refused> taken;
        synchronized (counted) {
            taken = new LinkedHashMap<>(counted);
            counted.clear();
        }
        taken.forEach(this::record);
    }

    private void record(Kind kind, Refused refused) {
        String from = String.join(" ", refused.addresses);
        if (kind.task().equals(Kind.NO_TASK)) {
            audit.record("server", "handshake.refused", kind.cause(), Map.of("count", refused.count, "from", from));
        } else {
            audit.record(
                    "server",
                    "client.refused",
                    kind.task(),
                    Map.of("cause", kind.cause(), "told", refused.words, "count", refused.count, "from", from));
        }
    }
}
