package parley.cli.stub;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/** One comparison of tasks. */
final class StubDiff {

    private StubDiff() {}

    static JsonObject of(JsonObject task) {
        JsonObject small = Json.createObjectBuilder().add("size", 10).build();
        JsonObject large = Json.createObjectBuilder().add("size", 2_000).build();
        return Json.createObjectBuilder()
                .add("task", task.get("id"))
                .add("name", task.get("name"))
                .add(
                        "against",
                        Json.createObjectBuilder()
                                .add("task", "019abc00-0000-7000-8000-000000000000")
                                .add("name", task.get("name"))
                                .add("state", "finished"))
                .add(
                        "targets",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("selector", "")
                                        .add("added", 1)
                                        .add("changed", 1)
                                        .add("removed", 0)
                                        .add(
                                                "files",
                                                Json.createArrayBuilder()
                                                        .add(Json.createObjectBuilder()
                                                                .add("path", "a\u001b[2J.conf")
                                                                .add("change", "changed")
                                                                .add("before", small)
                                                                .add("after", large))
                                                        .add(Json.createObjectBuilder()
                                                                .add("path", "b.conf")
                                                                .add("change", "added")
                                                                .add("after", small)))))
                .add("removedTargets", Json.createArrayBuilder().add("role=web"))
                .add(
                        "policy",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("field", "waves")
                                        .add("after", "1,100%")))
                .add(
                        "clients",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("name", "web-1")
                                        .add("has", "sha256:" + "a".repeat(64))
                                        .add("from", "edge")
                                        .add("gets", "sha256:" + "b".repeat(64))
                                        .add("would", "update"))
                                .add(Json.createObjectBuilder()
                                        .add("name", "web-2")
                                        .add("would", "no_target")))
                .build();
    }
}
