package parley.cli.taskfile;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import parley.message.policy.CountType;
import parley.message.policy.PolicyField;
import parley.message.policy.PolicyFields;
import parley.message.policy.WordSetType;
import parley.message.policy.WordType;

/** The JSON Schema of task files, from the table of the policy's fields. */
final class TaskSchema {

    private TaskSchema() {}

    static JsonObject whole() {
        return object("A task, for parley task apply -f FILE")
                .add("$schema", "https://json-schema.org/draft/2020-12/schema")
                .add("title", "Parley task file")
                .add("required", texts(List.of("name")))
                .add(
                        "oneOf",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder().add("required", texts(List.of("bundle"))))
                                .add(Json.createObjectBuilder().add("required", texts(List.of("targets")))))
                .add(
                        "properties",
                        Json.createObjectBuilder()
                                .add(
                                        "name",
                                        text("Finds the task of the run before")
                                                .add("minLength", 1)
                                                .add("maxLength", 128))
                                .add(
                                        "notes",
                                        text("Clients see it with the offer").add("maxLength", 4096))
                                .add("labels", labels())
                                .add("bundle", bundle())
                                .add("targets", targets())
                                .add("policy", policy())
                                .add(
                                        "startAt",
                                        text("When the task starts by itself, with its offset from UTC")
                                                .add("format", "date-time"))
                                .add("draft", typed("boolean", "The task is not started")))
                .build();
    }

    private static JsonObjectBuilder labels() {
        return typed("object", "Labels of the task itself, with the syntax of Kubernetes")
                .add("maxProperties", 32)
                .add("additionalProperties", Json.createObjectBuilder().add("type", "string"));
    }

    private static JsonObjectBuilder bundle() {
        return text("A folder, file or archive, relative to this file").add("minLength", 1);
    }

    private static JsonObjectBuilder targets() {
        JsonObjectBuilder properties = Json.createObjectBuilder()
                .add("selector", text("A label selector in the syntax of Kubernetes; without one all clients"))
                .add("bundle", bundle());
        return typed("array", "Who gets what; the first match counts")
                .add("minItems", 1)
                .add("maxItems", 100)
                .add(
                        "items",
                        object("Some clients")
                                .add("required", texts(List.of("bundle")))
                                .add("properties", properties));
    }

    private static JsonObjectBuilder policy() {
        JsonObjectBuilder properties = Json.createObjectBuilder();
        PolicyFields.ALL.forEach(field -> properties.add(field.name(), field(field)));
        return object("How the rollout goes; what is missing has its default").add("properties", properties);
    }

    private static JsonObjectBuilder field(PolicyField<?> field) {
        JsonObjectBuilder said = Json.createObjectBuilder().add("description", field.description());
        return switch (field.type().kind()) {
            case DURATION -> said.add("type", "string").add("examples", texts(List.of("2h", "PT2H")));
            case COUNT -> {
                CountType count = (CountType) field.type();
                yield said.add("type", "integer").add("minimum", count.least()).add("maximum", count.most());
            }
            case FLAG -> said.add("type", "boolean");
            case WORD -> said.add("enum", texts(((WordType<?>) field.type()).all()));
            case WORDS ->
                said.add("type", "array")
                        .add(
                                "items",
                                Json.createObjectBuilder().add("enum", texts(((WordSetType<?>) field.type()).all())));
            case RETRY -> said.add("type", texts(List.of("integer", "object")));
            case WINDOW -> said.add("type", "object");
            case TEXT -> said.add("type", texts(List.of("string", "integer", "array", "object")));
        };
    }

    private static JsonObjectBuilder object(String description) {
        return typed("object", description).add("additionalProperties", false);
    }

    private static JsonObjectBuilder text(String description) {
        return typed("string", description);
    }

    private static JsonObjectBuilder typed(String type, String description) {
        return Json.createObjectBuilder().add("type", type).add("description", description);
    }

    private static JsonArrayBuilder texts(List<String> texts) {
        return Json.createArrayBuilder(texts);
    }
}
