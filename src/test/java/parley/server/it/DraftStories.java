package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drafts that are changed, copied, and that start by themselves. */
interface DraftStories extends OnServer {

    @Test
    default void aDraftIsChangedUntilItHasStarted() throws Exception {
        Rest admin = server().admin();
        String bundle = bundleOfDraft("first");
        String other = bundleOfDraft("second");
        Rest.Answer made = admin.post(
                        "/api/v1/tasks",
                        "{\"name\":\"draft\",\"bundle\":\"" + bundle + "\",\"policy\":{\"maxClients\":7}}")
                .expect(201);
        String path = "/api/v1/tasks/" + made.json().getString("id");

        Rest.Answer edited = admin.patch(
                        path,
                        "{\"name\":\"edited\",\"notes\":\"new\",\"targets\":[{\"selector\":\"role=web\",\"bundle\":\""
                                + other + "\"},{\"bundle\":\"" + bundle + "\"}],\"policy\":{\"waves\":\"1,100%\"}}",
                        made.header("ETag"))
                .expect(200);

        JsonObject task = edited.json();
        assertThat(task.getString("name")).isEqualTo("edited");
        assertThat(task.getString("notes")).isEqualTo("new");
        assertThat(task.getJsonArray("targets")).hasSize(2);
        assertThat(task.getJsonObject("bundle").getString("sha256")).isEqualTo(other);
        assertThat(task.getJsonObject("policy").getInt("maxClients")).isEqualTo(7);
        assertThat(edited.header("ETag")).isNotEqualTo(made.header("ETag"));
        admin.patch(path, "{\"notes\":\"late\"}", made.header("ETag")).expectProblem(412, "changed");
        server().as("viewer").patch(path, "{\"notes\":\"v\"}", "*").expectProblem(403, "wrong_role");
        for (String body : List.of("", "[]", "{", "null", "{\"state\":\"open\"}", "{\"policy\":[]}")) {
            admin.patch(path, body, "*").expectProblem(400, "invalid");
        }

        JsonObject started = admin.post(path + "/start", "{}").expect(200).json();
        assertThat(started.getJsonArray("waves")).hasSize(2);
        admin.patch(path, "{\"notes\":\"late\"}", "*").expectProblem(409, "wrong_state");

        JsonObject copy = admin.post(
                        "/api/v1/tasks",
                        "{\"name\":\"copy\",\"from\":\"" + task.getString("id") + "\",\"policy\":{\"waves\":null}}")
                .expect(201)
                .json();
        assertThat(copy.getJsonArray("targets")).hasSize(2);
        assertThat(copy.getJsonObject("policy").getInt("maxClients")).isEqualTo(7);
        assertThat(copy.getJsonObject("policy")).doesNotContainKey("waves");
        admin.post("/api/v1/tasks", "{\"from\":\"nobody\"}").expectProblem(404, "unknown_task");
    }

    @Test
    default void aDraftStartsByItselfAndWaitsForItsFirstToken() throws Exception {
        Rest admin = server().admin();
        String start = Instant.now().plus(Duration.ofSeconds(2)).toString();
        String wanted = "{\"name\":\"scheduled\",\"bundle\":\"" + bundleOfDraft("scheduled") + "\",\"startAt\":\"";
        admin.post("/api/v1/tasks", wanted + "2020-02-29T00:00:00Z\"}").expectProblem(400, "invalid");
        JsonObject draft =
                admin.post("/api/v1/tasks", wanted + start + "\"}").expect(201).json();
        assertThat(draft.getString("state")).isEqualTo("draft");
        assertThat(draft).doesNotContainKey("token");
        String path = "/api/v1/tasks/" + draft.getString("id");

        Await.until(
                "the draft starts by itself",
                Duration.ofSeconds(30),
                () -> admin.get(path).expect(200).json().getString("state").equals("open"));

        JsonObject open = admin.get(path).expect(200).json();
        assertThat(Instant.parse(open.getString("opened"))).isAfterOrEqualTo(Instant.parse(start));
        assertThat(open).doesNotContainKey("startAt");
        assertThat(admin.get(path + "/tokens").expect(200).json().getJsonArray("tokens"))
                .isEmpty();
        admin.post(path + "/tokens", "{}").expect(201);
        admin.post(path + "/cancel", "{}").expect(200);
    }

    @Test
    default void aTaskSaysWhatItWouldChangeAndExportsItsClients(@TempDir Path folder) throws Exception {
        Rest admin = server().admin();
        String first = bundleOfDraft("compared first");
        String second = admin.upload(new MultipartBody()
                        .file("draft.conf", "compared second")
                        .file("more.conf", "new"))
                .json()
                .getString("sha256");
        JsonObject before = admin.post(
                        "/api/v1/tasks", "{\"name\":\"=compared\",\"bundle\":\"" + first + "\",\"start\":true}")
                .expect(201)
                .json();
        Machine machine = new Machine(folder, "compared");
        machine.join(before.getJsonObject("token").getString("token"));
        String after = admin.post(
                        "/api/v1/tasks",
                        "{\"name\":\"=compared\",\"bundle\":\"" + second + "\",\"policy\":{\"maxClients\":7}}")
                .expect(201)
                .json()
                .getString("id");

        JsonObject diff =
                admin.get("/api/v1/tasks/" + after + "/diff").expect(200).json();

        assertThat(diff.getJsonObject("against").getString("task")).isEqualTo(before.getString("id"));
        JsonObject target = diff.getJsonArray("targets").getJsonObject(0);
        assertThat(target.getInt("added")).isEqualTo(1);
        assertThat(target.getInt("changed")).isEqualTo(1);
        assertThat(target.getInt("removed")).isZero();
        assertThat(target.getJsonArray("files").getJsonObject(0).getString("path"))
                .isEqualTo("draft.conf");
        assertThat(diff.getJsonArray("policy")).hasToString("[{\"after\":7,\"before\":100,\"field\":\"maxClients\"}]");
        JsonObject client = diff.getJsonArray("clients").getJsonObject(0);
        assertThat(client.getString("has")).isEqualTo(first);
        assertThat(client.getString("gets")).isEqualTo(second);
        assertThat(client.getString("would")).isEqualTo("update");

        String export = "/api/v1/tasks/" + before.getString("id") + "/export";
        assertThat(admin.get(export).expect(200).text()).startsWith("{").endsWith("}\n");
        Rest.Answer csv = admin.get(export + "?format=csv").expect(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.text().split("\r\n")).hasSize(2);
        admin.get(export + "?format=xls").expectProblem(400, "invalid");
    }

    private String bundleOfDraft(String content) throws Exception {
        return server().admin()
                .upload(new MultipartBody().file("draft.conf", content))
                .json()
                .getString("sha256");
    }
}
