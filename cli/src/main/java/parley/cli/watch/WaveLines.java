package parley.cli.watch;

import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.HumanFormat;

/** The waves of a task, a line for each. */
public final class WaveLines {

    private WaveLines() {}

    /** {@code wave 1 (1): done, 1 succeeded}; none for a task without waves. */
    public static List<String> of(TaskRecord task, Clock clock) {
        return task.waves().stream().map(wave -> line(wave, clock)).toList();
    }

    /** The line of the wave that is open. */
    static Optional<String> open(TaskRecord task, Clock clock) {
        return task.waves().stream()
                .filter(wave -> wave.getString("state", "").equals("open"))
                .map(wave -> line(wave, clock))
                .findFirst();
    }

    private static String line(JsonObject wave, Clock clock) {
        String head = "wave " + wave.getInt("number", 0) + " (" + wave.getString("size", "") + "): "
                + wave.getString("state", "");
        if (wave.getString("state", "").equals("planned")) {
            return head;
        }
        return head + ", " + wave.getInt("clients", 0) + " of "
                + HumanFormat.count(wave.getInt("places", 0), "client") + ", " + wave.getInt("underWay", 0)
                + " under way, " + wave.getInt("succeeded", 0) + " succeeded, " + wave.getInt("failed", 0) + " failed"
                + (wave.getString("state", "").equals("open") ? next(wave, clock) : "");
    }

    private static String next(JsonObject wave, Clock clock) {
        String opens = wave.getString("opens", "");
        if (!opens.isEmpty()) {
            return "; the next opens " + HumanFormat.fromNow(Instant.parse(opens), clock) + " if none fails";
        }
        if (!wave.containsKey("needed")) {
            return "";
        }
        String soak = wave.getString("soak", "");
        return "; the next opens when " + wave.getInt("needed") + " have succeeded"
                + (soak.isEmpty() ? "" : " and none has failed for " + HumanFormat.duration(Duration.parse(soak)));
    }
}
