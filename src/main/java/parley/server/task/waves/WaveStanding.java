package parley.server.task.waves;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Where the clients of a task stand at one instant.
 *
 * @param open the wave that is open, from 1
 * @param met since when the open wave has what its next one waits for, but for the soak time
 * @param waves the clients that have a place, by wave
 * @param outside the clients that have none: those under way wait for one
 * @param admits whether others can still join
 * @param lastFailure when a client ended badly last, of those that nobody has excused
 */
public record WaveStanding(
        int open,
        Optional<Instant> met,
        Map<Integer, WaveCount> waves,
        WaveCount outside,
        boolean admits,
        Optional<Instant> lastFailure) {

    public WaveStanding {
        waves = Map.copyOf(waves);
    }

    WaveCount wave(int number) {
        return waves.getOrDefault(number, WaveCount.NONE);
    }

    long seated() {
        return WaveCount.sum(waves.values()).clients();
    }

    long seatedBefore(int number) {
        return waves.entrySet().stream()
                .filter(wave -> wave.getKey() < number)
                .mapToLong(wave -> wave.getValue().clients())
                .sum();
    }

    long joined() {
        return seated() + outside.clients();
    }

    /** Whether clients are there, or may still come, whom a pause could spare something. */
    boolean othersCome() {
        return admits || outside.underWay() > 0;
    }
}
