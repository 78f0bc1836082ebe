package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import parley.message.Agent;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Welcome;
import parley.message.bundle.Change;
import parley.message.platform.Platform;
import parley.protocol.JoinToken;
import parley.protocol.StaticKey;

/** Tasks in which labels decide which client gets what. */
interface TargetStories extends OnServer {

    @Test
    default void eachClientGetsTheBundleOfTheFirstTargetThatItMatches() throws Exception {
        JsonObject task = start("role=web,!canary", "web", "role in (web,db)", "other");
        JoinToken token = token(task);

        assertThat(bundleFor(token, "t-web", Map.of("role", "web"))).isEqualTo("web");
        assertThat(bundleFor(token, "t-canary", Map.of("role", "web", "canary", "")))
                .isEqualTo("other");
        assertThat(bundleFor(token, "t-db", Map.of("role", "db"))).isEqualTo("other");

        JsonObject shown = get(task);
        assertThat(shown.getJsonArray("targets").getValuesAs(JsonObject.class))
                .extracting(target -> target.getString("selector"), target -> target.getJsonObject("bundle")
                        .getString("name"))
                .containsExactly(tuple("role=web,!canary", "web"), tuple("role in (web,db)", "other"));
        assertThat(shown.getJsonObject("bundle").getString("name")).isEqualTo("web");
        assertThat(server().admin()
                        .get("/api/v1/tasks?limit=1")
                        .expect(200)
                        .json()
                        .getJsonArray("tasks")
                        .getJsonObject(0))
                .isEqualTo(shown);
        assertThat(server().admin().get("/api/v1/audit?limit=100").expect(200).text())
                .contains("\"selector\":\"role=web,!canary\"");
    }

    @Test
    default void aClientThatMatchesNoneHasNothingToDoUntilItsLabelsAreOthers() throws Exception {
        JoinToken token = token(start("role=web", "web"));
        StaticKey key = LockStepPeer.key();
        try (LockStepPeer peer = joined(token, key, "t-none", Map.of("role", "db", "room", "12"))) {
            peer.say(Inventory.empty());
            assertThat(peer.hear(NothingToDo.class).reason())
                    .isEqualTo("no target of this task is for a client with the labels role=db,room=12");
        }
        try (LockStepPeer peer = joined(token, key, "t-none", Map.of("role", "web"))) {
            peer.say(Inventory.empty());
            assertThat(peer.hear(Offer.class).bundle().name()).isEqualTo("web");
        }
    }

    @Test
    default void aClientOfAnotherPlatformHasNothingToDo() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"platforms\":[\"linux\",\"macos\"]}");
        try (LockStepPeer peer = joined(task, "t-windows", new Platform("Windows 11", "amd64", "17"), List.of())) {
            peer.say(Inventory.empty());
            assertThat(peer.hear(NothingToDo.class).reason())
                    .isEqualTo("this task is for linux, macos, and this client runs on Windows 11");
        }
        assertThat(task.stateOf("t-windows")).isEqualTo("nothing_to_do");
        try (LockStepPeer peer = joined(task, "t-mac", new Platform("Mac OS X", "aarch64", "17"), List.of())) {
            peer.say(Inventory.empty());
            peer.hear(Offer.class);
        }
    }

    @Test
    default void whoDoesNotKnowLinksGetsCopiesInTheirPlace() throws Exception {
        JsonObject bundle = server().admin()
                .upload(new MultipartBody()
                        .field("name", "linked")
                        .file("available/web", "server {}")
                        .file("enabled/web", "link", "../available/web"))
                .expect(201)
                .json();
        JsonObject task = server().admin()
                .post(
                        "/api/v1/tasks",
                        body(List.of("", bundle.getString("sha256"))).toString())
                .expect(201)
                .json();

        assertThat(modes(token(task), "t-links", List.of(Hello.LINKS)))
                .isEqualTo(Map.of("available/web", "0644", "enabled/web", "link"));
        assertThat(modes(token(task), "t-copies", List.of()))
                .isEqualTo(Map.of("available/web", "0644", "enabled/web", "0644"));
    }

    private Map<String, String> modes(JoinToken token, String name, List<String> capabilities) throws Exception {
        try (LockStepPeer peer = LockStepPeer.handshake(server(), token, LockStepPeer.key())) {
            peer.say(hello(name, Platform.current(), capabilities));
            peer.hear(Welcome.class);
            peer.say(Inventory.empty());
            return peer.hear(Offer.class).changes().stream()
                    .collect(Collectors.toMap(
                            Change::path,
                            change -> change.file().orElseThrow().mode().text()));
        }
    }

    private LockStepPeer joined(StartedTask task, String name, Platform platform, List<String> capabilities)
            throws Exception {
        LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key());
        peer.say(hello(name, platform, capabilities));
        peer.hear(Welcome.class);
        return peer;
    }

    private static Hello hello(String name, Platform platform, List<String> capabilities) {
        return new Hello(name, Map.of(), new Agent("lock-step", "1"), platform, capabilities, Optional.empty());
    }

    @Test
    default void theLabelsOfATokenGoBeforeThoseOfTheClient() throws Exception {
        JsonObject task = start("role=web", "web", "role=db", "db");
        JsonObject db = server().admin()
                .post("/api/v1/tasks/" + task.getString("id") + "/tokens", "{\"labels\":{\"role\":\"db\"}}")
                .expect(201)
                .json();

        assertThat(bundleFor(JoinToken.parse(db.getString("token")), "t-token", Map.of("role", "web", "room", "12")))
                .isEqualTo("db");
        assertThat(server().admin()
                        .get("/api/v1/tasks/" + task.getString("id") + "/clients/t-token")
                        .expect(200)
                        .json()
                        .getJsonObject("labels")
                        .toString())
                .isEqualTo("{\"role\":\"db\",\"room\":\"12\"}");
    }

    @Test
    default void aTaskHasEitherABundleOrTargetsThatCanBeRead() throws Exception {
        String bundle = bundle("web");
        Rest admin = server().admin();
        admin.post("/api/v1/tasks", "{\"name\":\"n\"}").expectProblem(400, "invalid");
        admin.post("/api/v1/tasks", "{\"name\":\"n\",\"bundle\":\"" + bundle + "\",\"targets\":[]}")
                .expectProblem(400, "invalid");
        assertThat(admin.post(
                                "/api/v1/tasks",
                                body(List.of("role=web,", bundle)).toString())
                        .expectProblem(400, "invalid")
                        .json()
                        .getString("detail"))
                .isEqualTo("The selector of target 1 is none: at character 10: expected the key of a label,"
                        + " but it ends there.");
        admin.post(
                        "/api/v1/tasks",
                        body(List.of("", "sha256:" + "0".repeat(64))).toString())
                .expectProblem(404, "unknown_bundle");
    }

    private String bundleFor(JoinToken token, String name, Map<String, String> labels) throws Exception {
        try (LockStepPeer peer = joined(token, LockStepPeer.key(), name, labels)) {
            peer.say(Inventory.empty());
            return peer.hear(Offer.class).bundle().name();
        }
    }

    private LockStepPeer joined(JoinToken token, StaticKey key, String name, Map<String, String> labels)
            throws Exception {
        LockStepPeer peer = LockStepPeer.handshake(server(), token, key);
        peer.say(new Hello(name, labels, new Agent("lock-step", "1"), Platform.current(), List.of(), Optional.empty()));
        peer.hear(Welcome.class);
        return peer;
    }

    /** @param targets selectors, each followed by the name of its bundle */
    private JsonObject start(String... targets) throws Exception {
        String[] withDigests = targets.clone();
        for (int i = 1; i < targets.length; i += 2) {
            withDigests[i] = bundle(targets[i]);
        }
        return server().admin()
                .post("/api/v1/tasks", body(List.of(withDigests)).toString())
                .expect(201)
                .json();
    }

    private JsonObject body(List<String> targets) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (int i = 0; i < targets.size(); i += 2) {
            array.add(Json.createObjectBuilder().add("selector", targets.get(i)).add("bundle", targets.get(i + 1)));
        }
        return Json.createObjectBuilder()
                .add("name", "targets")
                .add("targets", array)
                .add("start", true)
                .add("urls", Json.createArrayBuilder().add("ws://127.0.0.1:" + server().port()))
                .build();
    }

    private String bundle(String name) throws Exception {
        return server().admin()
                .upload(new MultipartBody().field("name", name).file("targets/" + name, name))
                .json()
                .getString("sha256");
    }

    private JsonObject get(JsonObject task) throws Exception {
        return server().admin()
                .get("/api/v1/tasks/" + task.getString("id"))
                .expect(200)
                .json();
    }

    private static JoinToken token(JsonObject task) throws Exception {
        return JoinToken.parse(task.getJsonObject("token").getString("token"));
    }
}
