package parley.cli.stub;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.cli.stub.StubServer.StubProblem;

/** The clients of all tasks: each is in the next of its states at every look, and stays in the last one. */
final class StubClients {

    private final Map<String, Map<String, Deque<String>>> clients = new LinkedHashMap<>();

    /** Task, name and states, each with what it waits for behind a slash if it does. */
    void add(String[] words) {
        Deque<String> states = new ArrayDeque<>(List.of(words).subList(2, words.length));
        clients.computeIfAbsent(words[0], task -> new LinkedHashMap<>()).put(words[1], states);
    }

    JsonObject all(JsonObject task) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        states(task).forEach((name, states) -> list.add(described(name, states)));
        return Json.createObjectBuilder().add("clients", list).build();
    }

    JsonObject one(JsonObject task, String name) {
        JsonObject now = described(name, known(task, name)).build();
        return Json.createObjectBuilder(now)
                .add("clientId", "c3bh5tq")
                .add("labels", Json.createObjectBuilder().add("site", "berlin"))
                .add("agent", Json.createObjectBuilder().add("name", "parley").add("version", "1"))
                .add("joined", StubState.NOW.minusSeconds(3600).toString())
                .add(
                        "history",
                        Json.createArrayBuilder()
                                .add(step("joined", 0))
                                .add(step(now.getString("state"), 1).addAll(reasons(now))))
                .build();
    }

    private static JsonObjectBuilder step(String to, int attempt) {
        return Json.createObjectBuilder()
                .add("at", StubState.NOW.minusSeconds(90).toString())
                .add("attempt", attempt)
                .add("to", to);
    }

    private static JsonObjectBuilder reasons(JsonObject client) {
        JsonObjectBuilder some = Json.createObjectBuilder();
        for (String member : new String[] {"reason", "detail"}) {
            if (client.containsKey(member)) {
                some.add(member, client.get(member));
            }
        }
        return some;
    }

    JsonObject retry(JsonObject task, String name) {
        Deque<String> states = known(task, name);
        if (!Set.of("failed", "rolled_back", "timed_out", "declined").contains(states.peek())) {
            throw StubState.wrongState("The client " + name + " is " + states.peek() + ".");
        }
        states.clear();
        states.add("joined");
        return described(name, states).build();
    }

    /** Answers {@code {"action":"retry","selector":""}}, and knows no other request for many clients. */
    JsonObject retryAll(JsonObject task, JsonObject request) {
        if (!request.equals(Json.createObjectBuilder()
                .add("action", "retry")
                .add("selector", "")
                .build())) {
            throw new StubProblem(400, "invalid", "The request is not valid", "The stub only retries all.", "");
        }
        JsonArrayBuilder retried = Json.createArrayBuilder();
        states(task).forEach((name, states) -> {
            if (Set.of("failed", "rolled_back", "timed_out").contains(states.peek())) {
                JsonObject client = retry(task, name);
                retried.add(Json.createObjectBuilder()
                        .add("connected", client.getBoolean("connected"))
                        .add("name", name));
            }
        });
        return Json.createObjectBuilder()
                .add("clients", retried)
                .add("skipped", Json.createArrayBuilder())
                .build();
    }

    JsonObject forget(JsonObject task, String name) {
        Deque<String> states = known(task, name);
        clients.get(task.getString("name")).remove(name);
        return described(name, states).build();
    }

    private Deque<String> known(JsonObject task, String name) {
        Deque<String> states = states(task).get(name);
        if (states == null) {
            throw new StubProblem(404, "not_found", "There is no such client", name, "parley task show TASK");
        }
        return states;
    }

    private Map<String, Deque<String>> states(JsonObject task) {
        return clients.getOrDefault(task.getString("name"), Map.of());
    }

    private static JsonObjectBuilder described(String name, Deque<String> states) {
        String[] words = (states.size() > 1 ? states.remove() : states.peek()).split("/");
        JsonObjectBuilder client = Json.createObjectBuilder()
                .add("name", name)
                .add("state", words[0])
                .add("connected", !words[0].equals("failed"))
                .add("lastSeen", StubState.NOW.minusSeconds(90).toString());
        if (words.length > 1) {
            client.add("waitsFor", words[1]);
        }
        if (words[0].equals("deferred") || words.length > 1 && words[1].equals("window")) {
            client.add("waitUntil", StubState.NOW.plusSeconds(36_000).toString());
        }
        if (words[0].equals("downloading")) {
            client.add("progress", Json.createObjectBuilder().add("done", 45).add("total", 100));
        }
        if (words[0].equals("failed")) {
            client.add("reason", "no_space").add("detail", "4 MiB are needed and 1 MiB is free");
        }
        return client;
    }
}
