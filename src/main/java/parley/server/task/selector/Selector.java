package parley.server.task.selector;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A condition for a client's labels: all requirements hold. Without requirements it matches all clients. Immutable.
 *
 * <p>The syntax is that of Kubernetes: requirements with commas between them, each {@code key=value},
 * {@code key==value}, {@code key!=value}, {@code key in (a,b)}, {@code key notin (a,b)}, {@code key} or {@code !key}.
 * {@code !=} and {@code notin} hold for clients without that label, too.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Kubernetes: labels and
 * selectors</a>
 */
public record Selector(List<Requirement> requirements) {

    /** Characters in the text of one selector. */
    public static final int MAX_LENGTH = 4_096;

    public static final int MAX_REQUIREMENTS = 32;

    /** Values in one set. */
    public static final int MAX_VALUES = 256;

    public Selector {
        requirements = List.copyOf(requirements);
    }

    /** @throws SelectorException if the text is not a selector, or exceeds the bounds above */
    public static Selector parse(String text) throws SelectorException {
        return new SelectorParser(text).selector();
    }

    /** Whether it matches these labels. */
    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.holds(labels));
    }

    /** Whether it has no requirements. */
    public boolean isForEverybody() {
        return requirements.isEmpty();
    }

    /** A text that parses to the same selector. */
    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
