package parley.server.it;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;

/** A task that a story has started, seen through REST. */
final class StartedTask {

    static final String APP_CONF = "port: 8443\n";

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Rest rest;
    private final JsonObject task;

    private StartedTask(Rest rest, JsonObject task) {
        this.rest = rest;
        this.task = task;
    }

    /** Uploads the files and opens a task with them, whose token leads to this port. */
    static StartedTask start(RunningServer server, int port, Map<String, String> files, String policy)
            throws IOException, InterruptedException {
        return open(server, port, policy, Json.createObjectBuilder().add("bundle", upload(server, files)));
    }

    /** The same with a target for each selector, and the files of those that match it. */
    static StartedTask withTargets(RunningServer server, LinkedHashMap<String, Map<String, String>> filesBySelector)
            throws IOException, InterruptedException {
        JsonArrayBuilder targets = Json.createArrayBuilder();
        for (Map.Entry<String, Map<String, String>> target : filesBySelector.entrySet()) {
            targets.add(Json.createObjectBuilder()
                    .add("selector", target.getKey())
                    .add("bundle", upload(server, target.getValue())));
        }
        return open(server, server.port(), "{}", Json.createObjectBuilder().add("targets", targets));
    }

    private static String upload(RunningServer server, Map<String, String> files)
            throws IOException, InterruptedException {
        MultipartBody body = new MultipartBody().field("name", "site");
        files.forEach(body::file);
        return server.admin().upload(body).json().getString("sha256");
    }

    private static StartedTask open(RunningServer server, int port, String policy, JsonObjectBuilder what)
            throws IOException, InterruptedException {
        JsonObject wanted = what.add("name", "a story")
                .add("policy", Json.createReader(new StringReader(policy)).readObject())
                .add("start", true)
                .add("allowOlder", true) // of other stories on the same server
                .add("urls", Json.createArrayBuilder().add("ws://127.0.0.1:" + port))
                .build();
        Rest rest = server.admin();
        return new StartedTask(
                rest, rest.post("/api/v1/tasks", wanted.toString()).expect(201).json());
    }

    static StartedTask start(RunningServer server, Map<String, String> files) throws IOException, InterruptedException {
        return start(server, server.port(), files, "{}");
    }

    /** The same with the bundle {app.conf, tls/site.pem}. */
    static StartedTask start(RunningServer server, String policy) throws IOException, InterruptedException {
        return start(server, server.port(), Map.of("app.conf", APP_CONF, "tls/site.pem", "a certificate\n"), policy);
    }

    String id() {
        return task.getString("id");
    }

    JoinToken joinToken() throws JoinTokenException {
        return JoinToken.parse(token());
    }

    /** Another token of the task. */
    JoinToken joinToken(String request) throws IOException, InterruptedException, JoinTokenException {
        return JoinToken.parse(moreTokens(request).getString("token"));
    }

    String token() {
        return task.getJsonObject("token").getString("token");
    }

    /** The same token, but leading to this port. */
    String tokenTo(int port) throws JoinTokenException {
        JoinToken token = joinToken();
        List<String> urls = List.of("ws://127.0.0.1:" + port);
        return new JoinToken(token.suite(), token.keyId(), token.psk(), token.serverKey(), token.notAfter(), urls)
                .unsafeText();
    }

    String path() {
        return "/api/v1/tasks/" + task.getString("id");
    }

    JsonObject now() throws IOException, InterruptedException {
        return rest.get(path()).expect(200).json();
    }

    JsonObject client(String name) throws IOException, InterruptedException {
        return rest.get(path() + "/clients/" + name).expect(200).json();
    }

    JsonObject moreTokens(String request) throws IOException, InterruptedException {
        return rest.post(path() + "/tokens", request).expect(201).json();
    }

    void revokeToken(String keyId) throws IOException, InterruptedException {
        rest.delete(path() + "/tokens/" + keyId).expect(204);
    }

    String stateOfToken(String keyId) throws IOException, InterruptedException {
        return rest
                .get(path() + "/tokens")
                .expect(200)
                .json()
                .getJsonArray("tokens")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(token -> token.getString("keyId").equals(keyId))
                .map(token -> token.getString("state"))
                .findFirst()
                .orElseThrow();
    }

    String stateOf(String name) throws IOException, InterruptedException {
        return client(name).getString("state");
    }

    void revokeClient(String name) throws IOException, InterruptedException {
        rest.post(path() + "/clients/" + name + "/revoke", "").expect(200);
    }

    void cancel() throws IOException, InterruptedException {
        rest.post(path() + "/cancel", "{\"reason\":\"enough\"}").expect(200);
    }

    void pause(String reason) throws IOException, InterruptedException {
        rest.post(path() + "/pause", "{\"reason\":\"" + reason + "\"}").expect(200);
    }

    void resume() throws IOException, InterruptedException {
        rest.post(path() + "/resume", "").expect(200);
    }

    /** Gives a client that has ended another attempt, as an operator. */
    void retry(String name) throws IOException, InterruptedException {
        rest.post(path() + "/clients/" + name + "/retry", "").expect(200);
    }

    /** The states of a client, the first one first. */
    List<String> statesOf(String name) throws IOException, InterruptedException {
        return client(name).getJsonArray("history").getValuesAs(JsonObject.class).stream()
                .map(step -> step.getString("to"))
                .toList();
    }

    void awaitState(String word) throws Exception {
        Await.until(
                "the task is " + word, DEADLINE, () -> now().getString("state").equals(word));
    }

    void awaitClient(String name, String word) throws Exception {
        Await.until(
                name + " is " + word,
                DEADLINE,
                () -> rest.get(path() + "/clients/" + name).status() == 200
                        && client(name).getString("state").equals(word));
    }
}
