package parley.cli.taskfile;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping of a task file with known members, each at most once. */
final class YamlMembers {

    private final String file;
    private final Node whole;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    /** @param what the mapping, for errors */
    YamlMembers(String file, String what, Node node, Set<String> known) {
        this.file = file;
        this.whole = node;
        if (!(node instanceof MappingNode mapping)) {
            throw place(node).problem(what + " is no mapping of names to values");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = key(tuple.getKeyNode());
            if (!known.contains(key)) {
                throw place(tuple.getKeyNode())
                        .problem(what + " has no member " + key + "; there are "
                                + String.join(", ", new TreeSet<>(known)));
            }
            if (values.put(key, tuple.getValueNode()) != null) {
                throw place(tuple.getKeyNode()).problem(key + " comes twice");
            }
            keys.put(key, tuple.getKeyNode());
        }
    }

    private String key(Node node) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return scalar.getValue();
        }
        throw place(node).problem("the name of a member is no text");
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Where the value of this member begins; where all begins, if there is none. */
    YamlPlace at(String name) {
        return place(values.getOrDefault(name, whole));
    }

    YamlPlace at() {
        return place(whole);
    }

    private YamlPlace place(Node node) {
        return YamlPlace.of(file, node.getStartMark());
    }

    /** A text; numbers and words such as true need quotes, so that nothing is guessed. */
    Optional<String> text(String name) {
        Node node = values.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return Optional.of(scalar.getValue());
        }
        throw place(node).problem(name + " is no text; put it in quotes");
    }

    boolean flag(String name) {
        Node node = values.get(name);
        if (node == null) {
            return false;
        }
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().equals("true");
        }
        throw place(node).problem(name + " is neither true nor false");
    }

    Optional<YamlMembers> mapping(String name, Set<String> known) {
        return Optional.ofNullable(values.get(name)).map(node -> new YamlMembers(file, name, node, known));
    }

    /** The mappings of a list. */
    List<YamlMembers> list(String name, Set<String> known) {
        Node node = values.get(name);
        if (!(node instanceof SequenceNode list)) {
            throw at(name).problem(name + " is no list");
        }
        return list.getValue().stream()
                .map(item -> new YamlMembers(file, "an item of " + name, item, known))
                .toList();
    }

    /** The value of a member as JSON. */
    JsonValue json(String name) {
        Node node = values.get(name);
        if (node == null) {
            throw at().problem(name + " is missing");
        }
        return json(node);
    }

    private JsonValue json(Node node) {
        if (node instanceof SequenceNode list) {
            JsonArrayBuilder json = Json.createArrayBuilder();
            list.getValue().forEach(item -> json.add(json(item)));
            return json.build();
        }
        if (node instanceof MappingNode mapping) {
            JsonObjectBuilder json = Json.createObjectBuilder();
            Set<String> seen = new TreeSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = key(tuple.getKeyNode());
                if (!seen.add(key)) {
                    throw place(tuple.getKeyNode()).problem(key + " comes twice");
                }
                json.add(key, json(tuple.getValueNode()));
            }
            return json.build();
        }
        return scalar((ScalarNode) node);
    }

    private JsonValue scalar(ScalarNode node) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR)) {
            return Json.createValue(node.getValue());
        }
        if (tag.equals(Tag.BOOL)) {
            return node.getValue().equals("true") ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (tag.equals(Tag.NULL)) {
            return JsonValue.NULL;
        }
        try {
            return Json.createValue(new BigDecimal(node.getValue()));
        } catch (NumberFormatException e) {
            throw place(node).problem(node.getValue() + " is neither text, number, true, false nor null");
        }
    }
}
