package parley.server.task.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import parley.message.ClientState;
import parley.message.Reason;

/**
 * Clients that failed alike: in the same state, for the same reason, and with the same first line of output, where
 * digits do not count (times, addresses and numbers of machines differ). Not thread-safe.
 */
public final class FailureGroups {

    /** Groups that are told apart; clients of further ones are only counted. */
    static final int MOST_GROUPS = 100;

    /** Names that are kept in one group, and in all of them. */
    static final int MOST_NAMES_OF_GROUP = 1_000;

    static final int MOST_NAMES = 10_000;

    /** Characters of a first line. */
    static final int LONGEST_LINE = 200;

    /**
     * One group.
     *
     * @param key the same for the same failure in every answer
     * @param line the first line of the first client's output, or of its detail if there is no output
     * @param names of the first of its clients, sorted
     */
    public record Group(
            String key,
            ClientState state,
            Optional<Reason> reason,
            Optional<String> line,
            long clients,
            List<String> names) {}

    private static final class Growing {

        private final ClientState state;
        private final Optional<Reason> reason;
        private final Optional<String> line;
        private final List<String> names = new ArrayList<>();
        private long clients;

        Growing(ClientState state, Optional<Reason> reason, Optional<String> line) {
            this.state = state;
            this.reason = reason;
            this.line = line;
        }
    }

    private final Map<String, Growing> groups = new LinkedHashMap<>();
    private int names;
    private long clients;
    private long others;

    /** Call it in the order of the names. */
    void add(
            String name, ClientState state, Optional<Reason> reason, Optional<String> detail, Optional<String> output) {
        clients++;
        Optional<String> line =
                output.flatMap(FailureGroups::firstLine).or(() -> detail.flatMap(FailureGroups::firstLine));
        String alike = state.word()
                + '\n'
                + reason.map(Reason::word).orElse("")
                + '\n'
                + line.map(text -> text.replaceAll("[0-9]+", "0")).orElse("");
        String key = UUID.nameUUIDFromBytes(alike.getBytes(UTF_8)).toString();
        if (!groups.containsKey(key) && groups.size() == MOST_GROUPS) {
            others++;
            return;
        }
        Growing group = groups.computeIfAbsent(key, unknown -> new Growing(state, reason, line));
        group.clients++;
        if (group.names.size() < MOST_NAMES_OF_GROUP && names < MOST_NAMES) {
            group.names.add(name);
            names++;
        }
    }

    private static Optional<String> firstLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(FailureGroups::cut);
    }

    private static String cut(String line) {
        return line.codePointCount(0, line.length()) <= LONGEST_LINE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_LINE - 1)) + "…";
    }

    /** The largest group first. */
    public List<Group> groups() {
        return groups.entrySet().stream()
                .map(entry -> {
                    Growing group = entry.getValue();
                    return new Group(
                            entry.getKey(),
                            group.state,
                            group.reason,
                            group.line,
                            group.clients,
                            List.copyOf(group.names));
                })
                .sorted(Comparator.comparing(Group::clients).reversed())
                .toList();
    }

    /** How many failed in all. */
    public long clients() {
        return clients;
    }

    /** How many of them are in no group. */
    public long others() {
        return others;
    }
}
