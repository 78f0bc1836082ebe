package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;

/** Changes many clients of a task, with as many requests as the server needs. */
final class ManyClients {

    /** Names that one request may have. */
    private static final int NAMES = 1_000;

    private final RestClient rest;
    private final TaskRecord task;
    private final String action;
    private final Consumer<JsonObject> changed;
    private final Consumer<JsonObject> skipped;
    private final List<String> names = new ArrayList<>();

    /**
     * @param action as REST calls it
     * @param changed gets each client once it has been changed
     * @param skipped gets each client that could not be changed, with its {@code detail}
     */
    ManyClients(
            RestClient rest,
            TaskRecord task,
            String action,
            Consumer<JsonObject> changed,
            Consumer<JsonObject> skipped) {
        this.rest = rest;
        this.task = task;
        this.action = action;
        this.changed = changed;
        this.skipped = skipped;
    }

    /** Changes those that match the selector; returns the names of all that were changed so far. */
    List<String> matching(String selector) {
        return send(Json.createObjectBuilder()
                .add("action", action)
                .add("selector", selector)
                .build());
    }

    /** Changes those with these names; returns the names of all that were changed so far. */
    List<String> named(List<String> wanted) {
        for (int from = 0; from < wanted.size(); from += NAMES) {
            JsonArrayBuilder some =
                    Json.createArrayBuilder(wanted.subList(from, Math.min(from + NAMES, wanted.size())));
            send(Json.createObjectBuilder()
                    .add("action", action)
                    .add("names", some)
                    .build());
        }
        return names;
    }

    private List<String> send(JsonObject request) {
        String path = TaskLookup.path(task.id()) + "/clients";
        String cursor = "";
        do {
            JsonObject answer =
                    rest.post(cursor.isEmpty() ? path : path + "?cursor=" + RestClient.segment(cursor), request);
            for (JsonObject client : answer.getJsonArray("clients").getValuesAs(JsonObject.class)) {
                names.add(client.getString("name"));
                changed.accept(client);
            }
            answer.getJsonArray("skipped").getValuesAs(JsonObject.class).forEach(skipped);
            String next = answer.getString("next", "");
            cursor = next.equals(cursor) ? "" : next;
        } while (!cursor.isEmpty());
        return names;
    }
}
