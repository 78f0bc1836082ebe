package parley.cli.rest;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import parley.message.TaskState;

/** A task as the server describes it. */
public record TaskRecord(JsonObject json) {

    public String id() {
        return json.getString("id");
    }

    public String name() {
        return json.getString("name");
    }

    public String state() {
        return json.getString("state");
    }

    /** The state with its details: the outcome, or who paused the task, and why. */
    public String stateInWords() {
        String why = text("reason").map(reason -> ": " + reason).orElse("");
        if (state().equals("paused")) {
            String by = json.getString("pausedBy", "");
            return switch (by) {
                case "dropped_out" -> "paused because a client dropped out" + why;
                case "error_threshold" -> "paused because of failures" + why;
                default -> "paused by the operator" + why;
            };
        }
        return state() + text("outcome").map(outcome -> ", " + outcome).orElse("") + why;
    }

    /** Whether the task is over for good. */
    public boolean terminal() {
        for (TaskState state : TaskState.values()) {
            if (state.word().equals(state())) {
                return state.terminal();
            }
        }
        return false;
    }

    public Optional<String> text(String member) {
        return Optional.ofNullable(json.getString(member, null)).filter(text -> !text.isBlank());
    }

    public Optional<Instant> time(String member) {
        return text(member).map(Instant::parse);
    }

    public int clients() {
        return json.getInt("clients", 0);
    }

    public JsonObject bundle() {
        return object("bundle");
    }

    /** The targets: a selector and a bundle each; empty if the server names only one bundle. */
    public List<JsonObject> targets() {
        JsonArray targets = json.getJsonArray("targets");
        return targets == null ? List.of() : targets.getValuesAs(JsonObject.class);
    }

    /** Its waves, the first one first; none for a task without waves. */
    public List<JsonObject> waves() {
        JsonArray waves = json.getJsonArray("waves");
        return waves == null ? List.of() : waves.getValuesAs(JsonObject.class);
    }

    /** Its own labels. */
    public Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        JsonObject said = object("labels");
        said.keySet().forEach(key -> labels.put(key, said.getString(key)));
        return labels;
    }

    public JsonObject policy() {
        return object("policy");
    }

    /** How many clients are in each state; states without clients are left out. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        object("counts").forEach((state, count) -> {
            if (count instanceof JsonNumber number && number.intValue() > 0) {
                counts.put(state, number.intValue());
            }
        });
        return counts;
    }

    /** The JSON of a changed task: {@code task}, {@code name}, {@code state}. */
    public JsonObjectBuilder summary() {
        return Json.createObjectBuilder().add("task", id()).add("name", name()).add("state", state());
    }

    /** The task as the CLI's {@code --json} shows it: the server's members, with {@code task} for {@code id}. */
    public JsonObjectBuilder output() {
        JsonObjectBuilder output = Json.createObjectBuilder().add("task", id());
        json.forEach((member, value) -> {
            if (!member.equals("id")) {
                output.add(member, value);
            }
        });
        return output;
    }

    private JsonObject object(String member) {
        JsonObject object = json.getJsonObject(member);
        return object == null ? JsonObject.EMPTY_JSON_OBJECT : object;
    }
}
