package parley.server.task.waves;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import parley.message.policy.WaveOrder;

/**
 * Who of the clients that wait gets a place first. The lot follows from the task and the client's name alone: it is the
 * same each time, and neighbours by name, which often share a network, are drawn apart.
 */
public final class Precedence {

    private final WaveOrder order;
    private final String task;

    public Precedence(WaveOrder order, String task) {
        this.order = order;
        this.task = task;
    }

    /** At most so many of them, the first one first. */
    public List<Candidate> first(Collection<Candidate> candidates, long most) {
        return candidates.stream().sorted(comparator(candidates)).limit(most).toList();
    }

    private Comparator<Candidate> comparator(Collection<Candidate> candidates) {
        return switch (order.rule()) {
            case JOINED -> Comparator.comparing(Candidate::joined).thenComparing(Candidate::name);
            case NAME -> Comparator.comparing(Candidate::name);
            case SHUFFLED -> byLot(candidates);
            case LABEL ->
                Comparator.comparing((Candidate candidate) ->
                                !order.value().equals(candidate.labels().get(order.key())))
                        .thenComparing(byLot(candidates));
        };
    }

    private Comparator<Candidate> byLot(Collection<Candidate> candidates) {
        var lots = candidates.stream()
                .map(Candidate::name)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), this::lot));
        return Comparator.comparing(candidate -> lots.getOrDefault(candidate.name(), ""));
    }

    private String lot(String name) {
        try {
            byte[] drawn =
                    MessageDigest.getInstance("SHA-256").digest((task + "/" + name).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(drawn);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
