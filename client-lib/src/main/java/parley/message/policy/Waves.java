package parley.message.policy;

import java.util.List;
import java.util.stream.Collectors;

/** The waves of a rollout in their order; at least one. The last one takes everybody, or is repeated. */
public record Waves(List<Wave> all) {

    /** Waves of one task. */
    public static final int MOST = 20;

    public Waves {
        all = List.copyOf(all);
    }

    /** As {@link WavesType} reads it. */
    @Override
    public String toString() {
        return all.stream().map(Wave::toString).collect(Collectors.joining(","));
    }
}
