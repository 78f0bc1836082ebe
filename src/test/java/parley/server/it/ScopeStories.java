package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;
import parley.server.it.Rest.Answer;

/** Labels of tasks, and keys that are for some tasks only. */
interface ScopeStories extends OnServer {

    Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Test
    default void tasksAreListedByTheirOwnLabels() throws Exception {
        String run = "r" + UUID.randomUUID();
        String web = draft(server().admin(), Map.of("run", run, "team", "web", "env_1", "prod"));
        String shop = draft(server().admin(), Map.of("run", run, "team", "shop"));
        String none = draft(server().admin(), Map.of("run", run));

        assertThat(listed(server().admin(), "run=" + run)).containsExactly(none, shop, web);
        assertThat(listed(server().admin(), "run=" + run + ",team%20in%20(web,shop)"))
                .containsExactly(shop, web);
        assertThat(listed(server().admin(), "run=" + run + ",team!=web")).containsExactly(none, shop);
        assertThat(listed(server().admin(), "run=" + run + ",team%20notin%20(web,shop)"))
                .containsExactly(none);
        assertThat(listed(server().admin(), "run=" + run + ",env_1")).containsExactly(web);
        assertThat(listed(server().admin(), "run=" + run + ",env.1")).isEmpty();
        assertThat(listed(server().admin(), "run=" + run + ",envx1")).isEmpty();
        assertThat(listed(server().admin(), "run=" + run + ",!team")).containsExactly(none);
        assertThat(listed(server().admin(), "run=" + run + ",team=we")).isEmpty();
        assertThat(ids(server().admin().get("/api/v1/tasks?search=RUN%3D" + run.substring(0, 20))))
                .containsExactly(none, shop, web);
        server().admin().get("/api/v1/tasks?labels=a%20b").expectProblem(400, "invalid");
        server().admin()
                .post("/api/v1/tasks", "{\"name\":\"a\",\"bundle\":\"sha256:1\",\"labels\":{\"a b\":\"c\"}}")
                .expectProblem(400, "invalid");
    }

    @Test
    default void aKeyForSomeTasksSeesAndChangesOnlyThese() throws Exception {
        String team = "t" + UUID.randomUUID();
        Rest operator = scoped("operator", "team=" + team);
        StartedTask other = StartedTask.start(server(), "{}");
        LockStepPeer.joined(server(), other.joinToken(), LockStepPeer.key(), "not-mine")
                .close();

        refused(operator.post("/api/v1/tasks", wanted(Map.of()).toString()));
        refused(operator.post("/api/v1/tasks", wanted(Map.of("team", "another")).toString()));
        JsonObject mine = operator.post(
                        "/api/v1/tasks",
                        Json.createObjectBuilder(wanted(Map.of("team", team, "env", "test")))
                                .add("start", true)
                                .add("allowOlder", true)
                                .add("urls", Json.createArrayBuilder().add("ws://127.0.0.1:" + server().port()))
                                .build()
                                .toString())
                .expect(201)
                .json();
        String path = "/api/v1/tasks/" + mine.getString("id");
        LockStepPeer.joined(server(), token(mine), LockStepPeer.key(), "mine").close();

        assertThat(mine.getJsonObject("labels")).hasToString("{\"env\":\"test\",\"team\":\"" + team + "\"}");
        assertThat(ids(operator.get("/api/v1/tasks"))).containsExactly(mine.getString("id"));
        assertThat(ids(operator.get("/api/v1/tasks?search=a%20story"))).isEmpty();
        assertThat(operator.get("/api/v1/clients").expect(200).json().getJsonArray("clients"))
                .hasSize(1);
        operator.get(path).expect(200);
        operator.get(path + "/events").expect(200);
        operator.post(path + "/pause", "{}").expect(200);
        assertThat(operator.get(path + "/diff").expect(200).json()).doesNotContainKey("against");
        operator.get(path + "/diff?against=" + other.id()).expectProblem(404, "unknown_task");
        operator.post("/api/v1/tasks", "{\"from\":\"" + other.id() + "\",\"labels\":{\"team\":\"" + team + "\"}}")
                .expectProblem(404, "unknown_task");
        String draft = Json.createObjectBuilder(wanted(Map.of("team", team)))
                .add("name", "a story")
                .add("newest", "")
                .add("allowOlder", true)
                .build()
                .toString();
        operator.post("/api/v1/tasks", draft).expect(201);
        operator.post("/api/v1/tasks", draft).expectProblem(412, "changed");
        operator.get(other.path()).expectProblem(404, "unknown_task");
        assertThat(operator.get("/api/v1/whoami").expect(200).json().getString("tasks"))
                .isEqualTo("team=" + team);

        String copy = operator.post("/api/v1/tasks", "{\"from\":\"" + mine.getString("id") + "\",\"allowOlder\":true}")
                .expect(201)
                .json()
                .getString("id");
        refused(operator.patch("/api/v1/tasks/" + copy, "{\"labels\":{\"team\":null}}", "*"));
        refused(operator.patch("/api/v1/tasks/" + copy, "{\"labels\":null}", "*"));
        operator.patch("/api/v1/tasks/" + copy, "{\"labels\":{\"env\":null}}", "*")
                .expect(200);
        server().admin()
                .patch("/api/v1/tasks/" + copy, "{\"labels\":{\"team\":\"another\"}}", "*")
                .expect(200);
        operator.get("/api/v1/tasks/" + copy).expectProblem(404, "unknown_task");
    }

    @Test
    default void aBrowserThatSignedInWithSuchAKeySeesNoMoreThanTheKey() throws Exception {
        StartedTask other = StartedTask.start(server(), "{}");
        Rest operator = scoped("operator", "team=nobody");
        String code =
                operator.post("/api/v1/sign-in-codes", "").expect(201).json().getString("code");
        Answer signedIn = server().withoutKey()
                .post("/api/v1/sign-in", "{\"code\":\"" + code + "\"}")
                .expect(200);
        String cookie = signedIn.header("Set-Cookie").split(";", 2)[0];

        assertThat(signedIn.json().getString("tasks")).isEqualTo("team=nobody");
        server().withoutKey()
                .send("GET", other.path(), "", Map.of("Cookie", cookie))
                .expectProblem(404, "unknown_task");
        assertThat(ids(server().withoutKey().send("GET", "/api/v1/tasks", "", Map.of("Cookie", cookie))))
                .isEmpty();
    }

    /** The paths come from the description of the API, so that a new one cannot be forgotten. */
    @Test
    default void noPathOfAnotherTaskAnswersOtherThanForATaskThatDoesNotExist() throws Exception {
        StartedTask other = StartedTask.start(server(), "{}");
        Rest operator = scoped("operator", "team=nobody");
        List<String> asked = new ArrayList<>();
        for (String[] request : requests()) {
            if (request[1].startsWith("/api/v1/tasks/{")) {
                Answer hidden = operator.send(request[0], filled(request[1], other.id()), "{}", accepting(request[1]));
                Answer missing = operator.send(request[0], filled(request[1], "no-task"), "{}", accepting(request[1]));
                hidden.expectProblem(404, "unknown_task");
                assertThat(hidden.text().replace(other.id(), "no-task")).isEqualTo(missing.text());
                asked.add(request[0] + " " + request[1]);
            }
        }
        assertThat(asked)
                .hasSizeGreaterThan(25)
                .contains("DELETE /api/v1/tasks/{id}", "POST /api/v1/tasks/{task}/tokens/{keyId}/rotate");
        operator.send("GET", other.path() + "/events", "", Map.of("Accept", "text/event-stream"))
                .expectProblem(404, "unknown_task");
        assertThat(other.now().getString("state")).isEqualTo("open");
    }

    @Test
    default void whatIsAboutNoTaskOfSuchAKeyIsClosedToIt() throws Exception {
        Rest operator = scoped("operator", "team=nobody");
        Set<String> open = new TreeSet<>();
        for (String[] request : requests()) {
            if (!request[1].startsWith("/api/v1/tasks/{") && !request[1].startsWith("/api/v1/sign-")) {
                Answer answer = operator.send(request[0], filled(request[1], "x"), "{}", accepting(request[1]));
                if (answer.status() == 403) {
                    assertThat(answer.json().getString("code")).isIn("wrong_scope", "wrong_role");
                } else {
                    open.add(request[0] + " " + request[1].substring("/api/v1".length()));
                }
            }
        }
        assertThat(open)
                .containsExactly(
                        "GET /bundles/{sha256}",
                        "GET /bundles/{sha256}/files/{path: .+}",
                        "GET /clients",
                        "GET /server",
                        "GET /tasks",
                        "GET /whoami",
                        "POST /bundles",
                        "POST /tasks");
        operator.get("/api/v1/bundles").expectProblem(403, "wrong_scope");
        operator.get("/api/v1/audit").expectProblem(403, "wrong_scope");
    }

    @Test
    default void aKeyForSomeTasksHasASelectorAndIsNoAdmin() throws Exception {
        Rest admin = server().admin();
        for (String wrong : List.of(
                "\"role\":\"admin\",\"tasks\":\"team=web\"",
                "\"role\":\"viewer\",\"tasks\":\"\"",
                "\"role\":\"viewer\",\"tasks\":\"a b\"")) {
            admin.post("/api/v1/keys", "{\"name\":\"scope\"," + wrong + "}").expectProblem(400, "invalid");
        }
    }

    private static void refused(Answer answer) {
        answer.expectProblem(403, "wrong_scope");
        assertThat(answer.json().getString("detail")).contains("is for the tasks with team=");
    }

    private static JoinToken token(JsonObject task) throws JoinTokenException {
        return JoinToken.parse(task.getJsonObject("token").getString("token"));
    }

    private Rest scoped(String role, String tasks) throws Exception {
        JsonObject key = Json.createObjectBuilder()
                .add("name", role + "-" + UUID.randomUUID())
                .add("role", role)
                .add("tasks", tasks)
                .build();
        return new Rest(
                server().uri(),
                server().admin()
                        .post("/api/v1/keys", key.toString())
                        .expect(201)
                        .json()
                        .getString("key"));
    }

    private JsonObject wanted(Map<String, String> labels) throws Exception {
        String bundle = server().admin()
                .upload(new MultipartBody().field("name", "scope").file("scope.conf", "for a team\n"))
                .json()
                .getString("sha256");
        return Json.createObjectBuilder()
                .add("name", "scoped")
                .add("bundle", bundle)
                .add("labels", Json.createObjectBuilder(Map.copyOf(labels)))
                .build();
    }

    private String draft(Rest rest, Map<String, String> labels) throws Exception {
        return rest.post("/api/v1/tasks", wanted(labels).toString())
                .expect(201)
                .json()
                .getString("id");
    }

    private static List<String> listed(Rest rest, String labels) throws Exception {
        return ids(rest.get("/api/v1/tasks?labels=" + labels));
    }

    private static List<String> ids(Answer answer) {
        return answer.expect(200).json().getJsonArray("tasks").getValuesAs(JsonObject.class).stream()
                .map(task -> task.getString("id"))
                .toList();
    }

    /** Method and path template of everything that the API has. */
    private List<String[]> requests() throws Exception {
        List<String[]> requests = new ArrayList<>();
        JsonObject paths =
                server().admin().get("/openapi?format=json").expect(200).json().getJsonObject("paths");
        paths.forEach((path, methods) -> methods.asJsonObject().keySet().stream()
                .filter(METHODS::contains)
                .forEach(method -> requests.add(new String[] {method.toUpperCase(Locale.ROOT), path})));
        return requests;
    }

    /** The first parameter is a task; what the others are is not looked at. */
    private static String filled(String path, String task) {
        return path.replaceFirst("\\{[^}]*}", task).replaceAll("\\{[^}]*}", "x");
    }

    private static Map<String, String> accepting(String path) {
        return path.equals("/api/v1/bundles")
                ? Map.of("Content-Type", "multipart/form-data; boundary=x", "Accept", "*/*")
                : Map.of("Content-Type", "application/json", "Accept", "*/*");
    }
}
