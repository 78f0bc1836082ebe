package parley.server.task.waves;

import java.time.Instant;
import java.util.Map;

/**
 * A client that waits for a place in a wave.
 *
 * @param id of its row
 */
public record Candidate(String id, String name, Map<String, String> labels, Instant joined) {}
