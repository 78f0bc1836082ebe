package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Outcome;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.protocol.JoinToken;

/** The order of tasks, the confirmation of a roll-back, and the name of a bundle in each task. */
interface OrderStories extends OnServer {

    @Test
    default void whoGoesBackToOlderContentIsAskedAndThenEveryClientGoesBack(@TempDir Path folder) throws Exception {
        String v1 = upload("site", Map.of("site.conf", "version: 1\n", "story.txt", folder.toString()));
        String v2 = upload("site", Map.of("site.conf", "version: 2\n", "story.txt", folder.toString()));
        Machine machine = new Machine(folder, "goes-back");
        assertThat(machine.join(token(started("first", v1))).state()).isEqualTo(ClientState.SUCCEEDED);
        JsonObject second = started("second", v2);
        assertThat(machine.join(token(second)).state()).isEqualTo(ClientState.SUCCEEDED);

        JsonObject problem = post(task("first again", v1).add("start", true))
                .expectProblem(409, "newer_bundle")
                .json();
        assertThat(problem.getInt("clients")).isEqualTo(1);
        assertThat(problem.getString("detail"))
                .isEqualTo("1 client has a newer bundle than this task would give, that of the task “second”.");
        assertThat(problem.getString("hint"))
                .isEqualTo("To roll back to this one, set \"allowOlder\": true, or give parley --allow-downgrade.");
        post(task("first again", v1)).expectProblem(409, "newer_bundle");
        JsonObject allowed =
                post(task("allowed", v1).add("allowOlder", true)).expect(201).json();
        assertThat(audited(allowed, "task.older_allowed").getInt("newerClients"))
                .isEqualTo(1);
        assertThat(server().admin()
                        .get("/api/v1/tasks?search=first+again")
                        .expect(200)
                        .json()
                        .getJsonArray("tasks"))
                .isEmpty();

        JsonObject back = post(task("first again", v1).add("start", true).add("allowOlder", true))
                .expect(201)
                .json();
        assertThat(sequence(back)).isGreaterThan(sequence(second));
        assertThat(machine.join(token(back)).state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(FolderContents.files(machine.destination())).containsEntry("site.conf", "version: 1\n");
        JsonObject started = audited(back, "task.started");
        assertThat(started.getInt("newerClients")).isEqualTo(1);
        assertThat(started.getString("newerTask")).isEqualTo("second");

        start(allowed.getString("id"), "{}").expect(200);

        Outcome stale = machine.join(token(second));
        assertThat(stale.state()).isEqualTo(ClientState.DECLINED);
        assertThat(stale.reason()).contains(Reason.DOWNGRADE);
        assertThat(FolderContents.files(machine.destination())).containsEntry("site.conf", "version: 1\n");
    }

    /** So a task that started in between may still change it (docs/decisions/0081). */
    @Test
    default void whoHadTheContentAlreadyKeepsItsFormerNumber(@TempDir Path folder) throws Exception {
        String v1 = upload("site", Map.of("site.conf", "version: 1\n", "story.txt", folder.toString()));
        String v2 = upload("site", Map.of("site.conf", "version: 2\n", "story.txt", folder.toString()));
        Machine machine = new Machine(folder, "has-it-already");
        machine.join(token(started("first", v1)));
        JsonObject between = started("between", v2);
        JsonObject again = started("first again", v1);
        assertThat(sequence(again)).isGreaterThan(sequence(between));
        assertThat(machine.join(token(again)).state()).isEqualTo(ClientState.NOTHING_TO_DO);

        assertThat(machine.join(token(between)).state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(FolderContents.files(machine.destination())).containsEntry("site.conf", "version: 2\n");
    }

    @Test
    default void aTaskWhosePolicyAllowsADowngradeIsNotAskedAbout(@TempDir Path folder) throws Exception {
        String v1 = upload("site", Map.of("site.conf", "version: 1\n", "story.txt", folder.toString()));
        String v2 = upload("site", Map.of("site.conf", "version: 2\n", "story.txt", folder.toString()));
        Machine machine = new Machine(folder, "may-go-back");
        machine.join(token(started("first", v1)));
        machine.join(token(started("second", v2)));
        JsonObject back = post(task("first by policy", v1)
                        .add("start", true)
                        .add("policy", Json.createObjectBuilder().add("allowDowngrade", true)))
                .expect(201)
                .json();
        assertThat(machine.join(token(back)).state()).isEqualTo(ClientState.SUCCEEDED);
    }

    @Test
    default void aDraftThatIsOlderThanAHotFixIsAskedAboutAtItsStart(@TempDir Path folder) throws Exception {
        String monday = upload("monday", Map.of("site.conf", "of monday\n", "story.txt", folder.toString()));
        JsonObject draft = post(task("monday", monday)).expect(201).json();
        assertThat(draft.getJsonObject("bundle").containsKey("sequence")).isFalse();
        String tooEarly = draft(task("allowed too early", monday).add("allowOlder", true));
        String forSome = draft(task("for some", "role=web", monday));
        String forOthers = draft(task("for others", "role=cache", monday));
        String tuesday = upload("hot-fix", Map.of("site.conf", "hot-fix\n", "story.txt", folder.toString()));
        Machine machine = new Machine(folder, "fixed");
        Machine database = new Machine(folder.resolve("db"), "fixed-db");
        String hotFix = token(started("tuesday", tuesday));
        machine.join(hotFix, client -> client.label("role", "web"), UnaryOperator.identity());
        database.join(hotFix, client -> client.label("role", "db"), UnaryOperator.identity());

        assertThat(start(draft.getString("id"), "{}")
                        .expectProblem(409, "newer_bundle")
                        .json()
                        .getInt("clients"))
                .isEqualTo(2);
        start(tooEarly, "{}").expectProblem(409, "newer_bundle");
        assertThat(start(forSome, "{}")
                        .expectProblem(409, "newer_bundle")
                        .json()
                        .getInt("clients"))
                .isEqualTo(1);
        start(forOthers, "{}").expect(200);
        JsonObject wednesday = start(draft.getString("id"), "{\"allowOlder\":true}")
                .expect(200)
                .json();
        assertThat(machine.join(token(wednesday)).state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(FolderContents.files(machine.destination())).containsEntry("site.conf", "of monday\n");
    }

    @Test
    default void contentThatWaitedForItsTurnIsNotOlder(@TempDir Path folder) throws Exception {
        String next = upload("site", Map.of("site.conf", "version: 2\n", "story.txt", folder.toString()));
        String now = upload("site", Map.of("site.conf", "version: 1\n", "story.txt", folder.toString()));
        new Machine(folder, "in-turn").join(token(started("now", now)));

        started("next", next);
    }

    @Test
    default void aHotFixOfOthersIsNewerWhereBothComeFromTheSameContent(@TempDir Path folder) throws Exception {
        String base = upload("site", Map.of("site.conf", "base\n", "story.txt", folder.toString()));
        String release = upload("site", Map.of("site.conf", "release\n", "story.txt", folder.toString()));
        String hotFix = upload("site", Map.of("site.conf", "hot-fix\n", "story.txt", folder.toString()));
        Machine canary = new Machine(folder.resolve("canary"), "canary");
        Machine other = new Machine(folder.resolve("other"), "other");
        String everybody = token(started("base", base));
        canary.join(everybody);
        other.join(everybody);
        canary.join(token(started("release on the canary", release)));
        other.join(token(started("hot-fix on the others", hotFix)));

        assertThat(post(task("release", release).add("start", true))
                        .expectProblem(409, "newer_bundle")
                        .json()
                        .getString("detail"))
                .isEqualTo("1 client has a newer bundle than this task would give, that of the task"
                        + " “hot-fix on the others”.");
    }

    @Test
    default void whatOtherMachinesGotMeanwhileIsNotTakenForNewer(@TempDir Path folder) throws Exception {
        String north = upload("site", Map.of("site.conf", "north\n", "story.txt", folder.toString()));
        String south = upload("site", Map.of("site.conf", "south\n", "story.txt", folder.toString()));
        String other = upload("other", Map.of("other.txt", folder.toString()));
        Machine machine = new Machine(folder.resolve("north"), "north-1");
        machine.join(token(started("north", north)));
        new Machine(folder.resolve("south"), "south-1").join(token(started("south", south)));
        machine.join(token(started("another folder", other)));

        started("a new machine in the north", north);
    }

    @Test
    default void withinOneTaskNoContentIsOlderThanAnother(@TempDir Path folder) throws Exception {
        String first = upload("first", Map.of("role.conf", "first\n", "story.txt", folder.toString()));
        String second = upload("second", Map.of("role.conf", "second\n", "story.txt", folder.toString()));
        String token = token(
                post(task("two targets", "role=a", first, "role=b", second).add("start", true))
                        .expect(201)
                        .json());
        Machine machine = new Machine(folder, "changes-its-role");
        for (String role : List.of("b", "a", "b")) {
            assertThat(machine.join(token, client -> client.label("role", role), UnaryOperator.identity())
                            .state())
                    .isEqualTo(ClientState.SUCCEEDED);
            assertThat(FolderContents.files(machine.destination()))
                    .containsEntry("role.conf", role.equals("a") ? "first\n" : "second\n");
        }
    }

    @Test
    default void theSameContentHasInEachTaskTheNameThatThisTaskGivesIt(@TempDir Path folder) throws Exception {
        String content = upload("first name", Map.of("named.txt", folder.toString()));
        JsonObject first = started("plain", content);
        JsonObject second = post(task("named", content)
                        .add("start", true)
                        .add("bundleName", "second name")
                        .add("bundleVersion", "2026.2"))
                .expect(201)
                .json();

        assertThat(called(first)).startsWith("first name ");
        assertThat(called(second)).isEqualTo("second name 2026.2");
        assertThat(server().admin()
                        .get("/api/v1/tasks?search=second+name&limit=5")
                        .expect(200)
                        .json()
                        .getJsonArray("tasks")
                        .getValuesAs(JsonObject.class))
                .extracting(task -> task.getString("name"), OrderStories::called)
                .containsExactly(tuple("named", "second name 2026.2"));
        try (LockStepPeer peer =
                LockStepPeer.joined(server(), JoinToken.parse(token(second)), LockStepPeer.key(), "named-1")) {
            peer.say(Inventory.empty());
            Offer offer = peer.hear(Offer.class);
            assertThat(offer.bundle().name()).isEqualTo("second name");
            assertThat(offer.bundle().version()).isEqualTo("2026.2");
            assertThat(offer.bundle().sequence()).isEqualTo(sequence(second));
        }
        post(task("no name", content).add("bundleName", " ")).expectProblem(400, "invalid");
    }

    private static String called(JsonObject task) {
        return task.getJsonObject("bundle").getString("name") + " "
                + task.getJsonObject("bundle").getString("version");
    }

    private static long sequence(JsonObject task) {
        return task.getJsonObject("bundle").getJsonNumber("sequence").longValue();
    }

    private String upload(String name, Map<String, String> files) throws Exception {
        MultipartBody body = new MultipartBody().field("name", name);
        files.forEach(body::file);
        return server().admin().upload(body).expect(201).json().getString("sha256");
    }

    private static JsonObjectBuilder task(String name, String bundle) {
        return Json.createObjectBuilder().add("name", name).add("bundle", bundle);
    }

    /** @param targets selectors, each followed by its bundle */
    private static JsonObjectBuilder task(String name, String... targets) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (int i = 0; i < targets.length; i += 2) {
            array.add(Json.createObjectBuilder().add("selector", targets[i]).add("bundle", targets[i + 1]));
        }
        return Json.createObjectBuilder().add("name", name).add("targets", array);
    }

    private String draft(JsonObjectBuilder task) throws Exception {
        return post(task).expect(201).json().getString("id");
    }

    private JsonObject started(String name, String bundle) throws Exception {
        return post(task(name, bundle).add("start", true)).expect(201).json();
    }

    private Rest.Answer post(JsonObjectBuilder task) throws Exception {
        task.add("urls", Json.createArrayBuilder().add("ws://127.0.0.1:" + server().port()));
        return server().admin().post("/api/v1/tasks", task.build().toString());
    }

    private Rest.Answer start(String id, String request) throws Exception {
        return server().admin().post("/api/v1/tasks/" + id + "/start", request);
    }

    private static String token(JsonObject task) {
        return task.getJsonObject("token").getString("token");
    }

    private JsonObject audited(JsonObject task, String action) throws Exception {
        return server().admin()
                .get("/api/v1/audit?subject=" + task.getString("id") + "&action=" + action)
                .expect(200)
                .json()
                .getJsonArray("entries")
                .getJsonObject(0)
                .getJsonObject("detail");
    }
}
