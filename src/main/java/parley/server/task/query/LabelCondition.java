package parley.server.task.query;

import jakarta.persistence.Query;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import parley.server.task.selector.Requirement;
import parley.server.task.selector.Selector;

/**
 * A label selector as a condition of JPQL on the task {@code t}. Labels are stored as a JSON object of words without
 * quotation marks, so {@code "key":"value"} is in the text if and only if the task has that label.
 */
final class LabelCondition {

    private final Map<String, String> patterns = new LinkedHashMap<>();
    private final String text;

    LabelCondition(Selector selector) {
        text = selector.requirements().stream()
                .map(requirement -> " and " + condition(requirement))
                .collect(Collectors.joining());
    }

    /** Begins with {@code and}; empty if it holds for all tasks. */
    String text() {
        return text;
    }

    /** Sets what the text refers to. */
    <Q extends Query> Q on(Q query) {
        patterns.forEach(query::setParameter);
        return query;
    }

    private String condition(Requirement requirement) {
        return switch (requirement.operator()) {
            case IN -> anyOf(requirement);
            case NOT_IN -> "not " + anyOf(requirement);
            case EXISTS -> like("\"" + requirement.key() + "\":");
            case ABSENT -> "not " + like("\"" + requirement.key() + "\":");
        };
    }

    private String anyOf(Requirement requirement) {
        return requirement.values().stream()
                .map(value -> like("\"" + requirement.key() + "\":\"" + value + "\""))
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private String like(String part) {
        String name = "label" + patterns.size();
        patterns.put(name, "%" + part.replaceAll("([!%_])", "!$1") + "%");
        return "(t.labelText like :" + name + " escape '!')";
    }
}
