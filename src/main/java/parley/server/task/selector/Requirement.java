package parley.server.task.selector;

import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A condition for one label. {@link Operator#EXISTS} and {@link Operator#ABSENT} have no values, the others at least
 * one.
 */
public record Requirement(String key, Operator operator, SortedSet<String> values) {

    /** How a label is compared; {@code =} is in a set of one, {@code !=} not in one. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        ABSENT
    }

    public Requirement {
        values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }

    boolean holds(Map<String, String> labels) {
        String value = labels.get(key);
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case ABSENT -> value == null;
        };
    }

    @Override
    public String toString() {
        return switch (operator) {
            case IN -> values.size() == 1 ? key + "=" + values.first() : key + " in " + set();
            case NOT_IN -> values.size() == 1 ? key + "!=" + values.first() : key + " notin " + set();
            case EXISTS -> key;
            case ABSENT -> "!" + key;
        };
    }

    private String set() {
        return "(" + String.join(",", values) + ")";
    }
}
