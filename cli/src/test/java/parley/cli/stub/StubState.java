package parley.cli.stub;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.cli.stub.StubServer.StubProblem;

/** Bundles, tasks, tokens, clients and keys, as JSON in memory. The time does not change. */
final class StubState {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Map<String, JsonObject> bundles = new LinkedHashMap<>();
    private final Map<String, JsonObject> tasks = new LinkedHashMap<>();
    private final Map<String, List<JsonObject>> tokens = new LinkedHashMap<>();
    private final StubClients clients = new StubClients();
    private final Map<String, JsonObject> keys = new LinkedHashMap<>();
    private int number;
    private int newer;
    private boolean broken;
    private boolean trueDigests;
    private boolean rival;

    StubClients clients() {
        return clients;
    }

    JsonObject bundle(StubUpload upload) {
        String digest = trueDigests ? upload.digest() : "sha256:" + String.format("%064x", bundles.size() + 1);
        JsonObject bundle = Json.createObjectBuilder()
                .add("sha256", digest)
                .add("name", upload.fields.getOrDefault("name", "bundle"))
                .add("version", Integer.toString(bundles.size() + 1))
                .add("sequence", bundles.size() + 1)
                .add("files", upload.files.size())
                .add("bytes", upload.bytes())
                .add("created", NOW.toString())
                .add("createdBy", "admin")
                .build();
        bundles.put(digest, bundle);
        return bundle;
    }

    JsonObject answer(String method, String[] path, String query, JsonObject request) {
        String what = method + " " + path[0] + (path.length > 2 ? " " + path[2] : "") + (path.length > 1 ? " +" : "");
        return switch (what) {
            case "GET server" ->
                Json.createObjectBuilder().add("name", "parley").build();
            case "GET tasks" ->
                list(
                        "tasks",
                        tasks.values().stream()
                                .filter(task -> !query.startsWith("state=")
                                        || query.startsWith("state=" + task.getString("state") + "&"))
                                .toList());
            case "POST tasks" -> create(request);
            case "GET tasks +" -> task(path[1]);
            case "PATCH tasks +" -> edit(path[1], request);
            case "POST tasks start +" -> {
                checkNewer(request, task(path[1]).getJsonObject("policy"));
                yield start(path[1], Json.createObjectBuilder(task(path[1])));
            }
            case "POST tasks cancel +" -> cancel(path[1]);
            case "POST tasks pause +" -> pause(path[1], request);
            case "POST tasks resume +" -> resume(path[1]);
            case "GET tasks diff +" -> StubDiff.of(task(path[1]));
            case "GET tasks clients +" ->
                path.length > 3 ? clients.one(task(path[1]), path[3]) : clients.all(task(path[1]));
            case "POST tasks clients +" ->
                path.length == 3
                        ? clients.retryAll(task(path[1]), request)
                        : path[4].equals("forget")
                                ? clients.forget(task(path[1]), path[3])
                                : clients.retry(task(path[1]), path[3]);
            case "GET tasks tokens +" -> list("tokens", tokens.getOrDefault(path[1], List.of()));
            case "POST tasks tokens +" -> path.length > 3 ? rotate(path[1], path[3], request) : issue(path[1], request);
            case "PATCH tasks tokens +" -> change(path[1], path[3], request);
            case "DELETE tasks tokens +" -> revoke(path[1], path[3], query.equals("withClients=true"));
            case "GET keys" -> list("keys", keys.values());
            case "POST keys" -> key(request);
            case "DELETE keys +" -> revokeKey(path[1]);
            case "GET audit" -> list("entries", List.of(audited(6, "task.create"), audited(7, "task.start")));
            case "GET audit +" ->
                Json.createObjectBuilder()
                        .add("ok", !broken)
                        .add("entries", 7)
                        .add("head", "0".repeat(64))
                        .add("firstBad", 4)
                        .build();
            default -> throw new StubProblem(404, "not_found", "There is nothing here.", what, "");
        };
    }

    /** From now on so many clients have something newer than every task. */
    void newer(int count) {
        newer = count;
    }

    private void checkNewest(JsonObject request) {
        String newest = tasks.values().stream()
                .filter(task -> task.getString("name").equals(request.getString("name")))
                .map(task -> task.getString("id"))
                .max(String::compareTo)
                .orElse("");
        if (!request.getString("newest", newest).equals(newest)) {
            throw new StubProblem(412, "changed", "There is another task of this name", newest, "Decide again.");
        }
    }

    private void checkNewer(JsonObject request, JsonObject policy) {
        if (newer > 0 && !request.getBoolean("allowOlder", false) && !policy.getBoolean("allowDowngrade", false)) {
            throw new StubProblem(
                    409,
                    "newer_bundle",
                    "Clients have a newer bundle",
                    newer + " clients have a newer bundle than this task would give, that of the task “hot-fix”.",
                    "To roll back to this one, set \"allowOlder\": true, or give parley --allow-downgrade.");
        }
    }

    /** From now on bundles have the digests of their contents. */
    void trueDigests() {
        trueDigests = true;
    }

    /** Somebody else makes the next task that is asked for, a moment before. */
    void rival() {
        rival = true;
    }

    /** From now on the audit log does not verify. */
    void breakAudit() {
        broken = true;
    }

    private static JsonObject audited(int seq, String action) {
        return Json.createObjectBuilder()
                .add("seq", seq)
                .add("at", NOW.toString())
                .add("actor", "admin")
                .add("action", action)
                .add("subject", "019abc00")
                .add("detail", Json.createObjectBuilder().add("name", "edge").add("clients", 3))
                .add("hash", "0".repeat(64))
                .build();
    }

    private JsonObject create(JsonObject said) {
        JsonObject request = said.containsKey("from") ? over(task(said.getString("from")), said) : said;
        checkNewer(request, request.getJsonObject("policy"));
        if (rival) {
            rival = false;
            create(said);
        }
        checkNewest(request);
        String id = String.format("019abc00-0000-7000-8000-%012d", ++number);
        JsonArrayBuilder targets = Json.createArrayBuilder();
        List<JsonObject> wanted = request.containsKey("targets")
                ? request.getJsonArray("targets").getValuesAs(JsonObject.class)
                : List.of(request);
        wanted.forEach(target -> targets.add(Json.createObjectBuilder()
                .add("selector", target.getString("selector", ""))
                .add("bundle", bundle(target))));
        JsonObject bundle = bundle(wanted.get(0));
        JsonObjectBuilder policy = Json.createObjectBuilder(request.getJsonObject("policy"));
        if (request.getJsonObject("policy").get("retry") instanceof JsonNumber times) {
            policy.add("retry", Json.createObjectBuilder().add("times", times));
        }
        if (!request.getJsonObject("policy").containsKey("confirm")) {
            policy.add("confirm", "PT10M");
        }
        JsonObjectBuilder task = Json.createObjectBuilder()
                .add("id", id)
                .add("name", request.getString("name"))
                .add("notes", request.getString("notes", ""))
                .add("labels", request.getOrDefault("labels", JsonValue.EMPTY_JSON_OBJECT))
                .add("state", "draft")
                .add("bundle", bundle)
                .add("targets", targets)
                .add(
                        "policy",
                        Json.createObjectBuilder()
                                .add("expiresIn", "PT24H")
                                .add("maxClients", 100)
                                .addAll(policy))
                .add("created", NOW.toString())
                .add("createdBy", "admin")
                .add("counts", JsonObject.EMPTY_JSON_OBJECT)
                .add("clients", 0);
        if (request.containsKey("startAt")) {
            task.add("startAt", request.get("startAt"));
        }
        tasks.put(id, task.build());
        return request.getBoolean("start", false) ? start(id, Json.createObjectBuilder(tasks.get(id))) : tasks.get(id);
    }

    /** The request with what the task says where it says nothing. */
    private static JsonObject over(JsonObject task, JsonObject request) {
        JsonArrayBuilder targets = Json.createArrayBuilder();
        task.getJsonArray("targets")
                .getValuesAs(JsonObject.class)
                .forEach(target -> targets.add(Json.createObjectBuilder()
                        .add("selector", target.get("selector"))
                        .add("bundle", target.getJsonObject("bundle").get("sha256"))
                        .add("bundleName", target.getJsonObject("bundle").get("name"))));
        JsonObjectBuilder base = Json.createObjectBuilder()
                .add("name", task.get("name"))
                .add("notes", task.get("notes"))
                .add("labels", task.get("labels"))
                .add("policy", task.get("policy"));
        if (!request.containsKey("bundle") && !request.containsKey("targets")) {
            base.add("targets", targets);
        }
        return Json.createMergePatch(request).apply(base.build()).asJsonObject();
    }

    private JsonObject edit(String id, JsonObject patch) {
        JsonObject task = task(id);
        if (!task.getString("state").equals("draft")) {
            throw wrongState("The task is " + task.getString("state") + "; only a draft can be changed.");
        }
        JsonObject merged = Json.createMergePatch(patch).apply(task).asJsonObject();
        tasks.put(id, merged);
        return merged;
    }

    private JsonObject bundle(JsonObject target) {
        return Json.createObjectBuilder(bundles.get(target.getString("bundle")))
                .add("name", target.getString("bundleName"))
                .build();
    }

    private JsonObject start(String id, JsonObjectBuilder task) {
        JsonObject policy = task(id).getJsonObject("policy");
        Instant expires = NOW.plus(Duration.parse(policy.getString("expiresIn")));
        tasks.put(
                id, task.add("state", "open").add("expires", expires.toString()).build());
        JsonObject token = issue(
                id,
                Json.createObjectBuilder()
                        .add("maxClients", policy.getInt("maxClients"))
                        .add("expiresIn", policy.getString("expiresIn"))
                        .build());
        return Json.createObjectBuilder(tasks.get(id)).add("token", token).build();
    }

    private JsonObject cancel(String id) {
        if (task(id).getString("state").equals("cancelled")) {
            throw new StubProblem(
                    409,
                    "wrong_state",
                    "This cannot be done now",
                    "The task has ended: it is cancelled.",
                    "parley task show SPARE tells how it went.");
        }
        tasks.put(
                id,
                Json.createObjectBuilder(task(id))
                        .add("state", "cancelled")
                        .add("ended", NOW.toString())
                        .build());
        return tasks.get(id);
    }

    private JsonObject pause(String id, JsonObject request) {
        if (!task(id).getString("state").equals("open")) {
            throw wrongState("The task is " + task(id).getString("state") + "; only an open one can be paused.");
        }
        JsonObjectBuilder paused =
                Json.createObjectBuilder(task(id)).add("state", "paused").add("pausedBy", "operator");
        if (request.containsKey("reason")) {
            paused.add("reason", request.get("reason"));
        }
        tasks.put(id, paused.build());
        return tasks.get(id);
    }

    private JsonObject resume(String id) {
        if (!task(id).getString("state").equals("paused")) {
            throw wrongState("The task is " + task(id).getString("state") + "; only a paused one can go on.");
        }
        tasks.put(
                id,
                Json.createObjectBuilder(task(id))
                        .add("state", "open")
                        .remove("pausedBy")
                        .remove("reason")
                        .build());
        return tasks.get(id);
    }

    static StubProblem wrongState(String why) {
        return new StubProblem(409, "wrong_state", "This cannot be done now", why, "parley task show TASK");
    }

    private JsonObject task(String id) {
        JsonObject task = tasks.get(id);
        if (task == null) {
            throw new StubProblem(404, "unknown_task", "There is no such task.", id, "parley task list");
        }
        return task;
    }

    private JsonObject issue(String task, JsonObject request) {
        JsonObjectBuilder record = Json.createObjectBuilder()
                .add("keyId", String.format("%032x", 0xa0 + ++number))
                .add("task", task)
                .add("maxClients", request.getInt("maxClients", 100))
                .add("used", 0)
                .add("state", "live")
                .add(
                        "expires",
                        NOW.plus(Duration.parse(request.getString("expiresIn", "PT24H")))
                                .toString());
        for (String member : new String[] {"name", "description"}) {
            if (request.containsKey(member)) {
                record.add(member, request.get(member));
            }
        }
        JsonObject stored = record.build();
        tokens.computeIfAbsent(task, id -> new ArrayList<>()).add(stored);
        String text = "parley1_stub" + number;
        return Json.createObjectBuilder(stored)
                .add("token", text)
                .add("joinCommand", "parley join " + text)
                .build();
    }

    private JsonObject rotate(String task, String keyId, JsonObject terms) {
        JsonObject old = change(task, keyId, Json.createObjectBuilder().build());
        JsonObjectBuilder wanted = Json.createObjectBuilder(old);
        terms.forEach(wanted::add);
        JsonObject made = issue(task, wanted.build());
        change(
                task,
                keyId,
                Json.createObjectBuilder()
                        .add("state", "revoked")
                        .add("replacedBy", made.getString("keyId"))
                        .build());
        return made;
    }

    private static String after(JsonObject request) {
        return NOW.plus(Duration.parse(request.getString("expiresIn"))).toString();
    }

    private JsonObject change(String task, String keyId, JsonObject patch) {
        JsonObjectBuilder token = Json.createObjectBuilder(tokens.get(task).stream()
                .filter(one -> one.getString("keyId").equals(keyId))
                .findFirst()
                .orElseThrow());
        patch.forEach(token::add);
        if (patch.containsKey("expiresIn")) {
            token.remove("expiresIn").add("expires", after(patch));
        }
        JsonObject changed = token.build();
        tokens.get(task).replaceAll(one -> one.getString("keyId").equals(keyId) ? changed : one);
        return changed;
    }

    private JsonObject revoke(String task, String keyId, boolean withClients) {
        change(task, keyId, Json.createObjectBuilder().add("state", "revoked").build());
        return withClients
                ? Json.createObjectBuilder()
                        .add("clients", 0)
                        .add("keyId", keyId)
                        .add("state", "revoked")
                        .add("task", task)
                        .build()
                : JsonObject.EMPTY_JSON_OBJECT;
    }

    private JsonObject key(JsonObject request) {
        String id = "key-" + ++number;
        JsonObjectBuilder made = Json.createObjectBuilder(request).remove("expiresIn");
        if (request.containsKey("expiresIn")) {
            made.add("expires", after(request));
        }
        JsonObject key = made.add("id", id).add("created", NOW.toString()).build();
        keys.put(id, key);
        return Json.createObjectBuilder(key)
                .add("key", "pak_stub-key-" + number)
                .build();
    }

    private JsonObject revokeKey(String id) {
        keys.put(
                id,
                Json.createObjectBuilder(keys.get(id))
                        .add("revoked", NOW.toString())
                        .build());
        return JsonObject.EMPTY_JSON_OBJECT;
    }

    private static JsonObject list(String member, Iterable<JsonObject> items) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        items.forEach(list::add);
        return Json.createObjectBuilder().add(member, list).build();
    }
}
