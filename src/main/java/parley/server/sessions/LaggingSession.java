package parley.server.sessions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.server.sessions.connection.ClientSession;
import parley.server.task.model.SeenState;
import parley.server.task.service.Connections;

/**
 * A session that knows an earlier state of its client.
 *
 * @param client the row id
 * @param known the state that it knows
 * @param bytes the memory for its client's offer
 */
record LaggingSession(String client, ClientSession session, SeenState known, long bytes) {

    /** The memory for the offers of a group, but for one that needs more alone. */
    static final long BYTES_AT_ONCE = 16L * 1024 * 1024;

    /** Groups that are read at once, by the client's row id: few enough for one statement, and for the memory. */
    static List<Map<String, LaggingSession>> groups(List<LaggingSession> lagging) {
        List<Map<String, LaggingSession>> groups = new ArrayList<>();
        Map<String, LaggingSession> group = new LinkedHashMap<>();
        long bytes = 0;
        for (LaggingSession next : lagging) {
            if (!group.isEmpty() && (group.size() == Connections.AT_ONCE || bytes + next.bytes() > BYTES_AT_ONCE)) {
                groups.add(group);
                group = new LinkedHashMap<>();
                bytes = 0;
            }
            group.put(next.client(), next);
            bytes += next.bytes();
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }
}
