package parley.server.events;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * Something that happened in a task.
 *
 * @param number greater than that of all earlier events, in any task; with gaps
 * @param kind {@code client}: a client changed its state; {@code progress}: it got further within one;
 *     {@code connection}: its session began or ended; {@code task}: the task itself changed
 * @param content the new state of the subject
 */
public record TaskEvent(long number, Instant at, String kind, JsonObject content) {

    /** The words of {@code kind}. */
    public static final List<String> KINDS = List.of("client", "progress", "connection", "task");
}
