package parley.server.task.waves;

import java.time.Instant;
import java.util.Optional;

/** What is to be done about the waves of a task. */
public sealed interface WaveStep {

    /**
     * Nothing now.
     *
     * @param again when time alone may change that; empty: only clients can
     */
    record Nothing(Optional<Instant> again) implements WaveStep {}

    /** The open wave has what the next one waits for, and its soak time begins. */
    record BeginSoak(Instant opens) implements WaveStep {}

    /** It has not any more. */
    record EndSoak() implements WaveStep {}

    /** This wave opens. */
    record Open(int wave) implements WaveStep {}

    /** The task pauses itself. */
    record Pause(String reason) implements WaveStep {}
}
