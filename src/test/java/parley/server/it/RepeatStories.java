package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Automation that repeats a request without an answer, and two operators that change one task. */
interface RepeatStories extends OnServer {

    String KEY = "Idempotency-Key";

    @Test
    default void aRequestThatIsRepeatedMakesOneTaskAndShowsItsTokenOnce() throws Exception {
        String key = UUID.randomUUID().toString();
        String wanted = wanted("repeated");
        Rest admin = server().admin();
        JsonObject first =
                admin.post("/api/v1/tasks", wanted, KEY, key).expect(201).json();
        Rest.Answer second =
                admin.post("/api/v1/tasks", wanted, KEY, "\"" + key + "\"").expect(200);

        assertThat(second.json().getString("id")).isEqualTo(first.getString("id"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first).containsKey("token");
        assertThat(second.json()).doesNotContainKey("token");
        admin.post("/api/v1/tasks", wanted("another"), KEY, key).expectProblem(422, "key_reused");
        admin.post("/api/v1/tasks", wanted, KEY, "two words").expectProblem(400, "invalid");
        server().as("operator").post("/api/v1/tasks", wanted, KEY, key).expect(201);
    }

    @Test
    default void aRequestThatFailedMayBeRepeatedWithItsKey() throws Exception {
        String key = UUID.randomUUID().toString();
        Rest admin = server().admin();
        JsonObject task = admin.post("/api/v1/tasks", wanted("draft"), KEY, key)
                .expect(201)
                .json();
        String tokens = "/api/v1/tasks/" + task.getString("id") + "/tokens";
        admin.post(tokens, "{\"urls\":[\"http://no\"]}", KEY, key + "-2").expectProblem(400, "invalid");
        JsonObject token = admin.post(tokens, "{}", KEY, key + "-2").expect(201).json();
        JsonObject again = admin.post(tokens, "{}", KEY, key + "-2").expect(200).json();

        assertThat(again.getString("keyId")).isEqualTo(token.getString("keyId"));
        assertThat(again).doesNotContainKey("token");
        assertThat(admin.get(tokens).expect(200).json().getJsonArray("tokens")).hasSize(2);
    }

    @Test
    default void ofRepeatsAtTheSameTimeOneMakesIt() throws Exception {
        String key = UUID.randomUUID().toString();
        String wanted = wanted("at once");
        List<Rest.Answer> answers = sixAtOnce(() -> server().admin().post("/api/v1/tasks", wanted, KEY, key));

        assertThat(answers).extracting(Rest.Answer::status).containsOnlyOnce(201);
        assertThat(answers)
                .extracting(answer -> answer.json().getString("id"))
                .containsOnly(answers.get(0).json().getString("id"));
    }

    @Test
    default void ofOperatorsWhoSawTheSameNewestTaskOneMakesTheNext() throws Exception {
        Rest admin = server().admin();
        String fleet = wanted("fleet").replace("}", ",\"newest\":\"%s\"}");
        List<Rest.Answer> first = sixAtOnce(() -> server().admin().post("/api/v1/tasks", fleet.formatted("")));
        assertThat(first).extracting(Rest.Answer::status).containsOnly(201, 412).containsOnlyOnce(201);
        JsonObject made = first.stream()
                .filter(answer -> answer.status() == 201)
                .map(Rest.Answer::json)
                .toList()
                .get(0);

        String next = fleet.formatted(made.getString("id"));
        assertThat(sixAtOnce(() -> server().as("operator").post("/api/v1/tasks", next)))
                .extracting(Rest.Answer::status)
                .containsOnly(201, 412)
                .containsOnlyOnce(201);
        admin.post("/api/v1/tasks", next).expectProblem(412, "changed");
        assertThat(admin.get("/api/v1/tasks?search=fleet").expect(200).json().getJsonArray("tasks"))
                .filteredOn(task -> task.asJsonObject().getString("name").equals("fleet"))
                .hasSize(2);
    }

    private static List<Rest.Answer> sixAtOnce(Callable<Rest.Answer> ask) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Rest.Answer> answers = new ArrayList<>();
            for (Future<Rest.Answer> answer : threads.invokeAll(List.of(ask, ask, ask, ask, ask, ask))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    @Test
    default void whoHasAnOldPictureOfATaskDoesNotChangeIt() throws Exception {
        Rest admin = server().admin();
        Rest.Answer made = admin.post("/api/v1/tasks", wanted("watched")).expect(201);
        String path = "/api/v1/tasks/" + made.json().getString("id");
        String seen = admin.get(path).expect(200).header("ETag");
        assertThat(seen).isEqualTo(made.header("ETag")).matches("\"\\d+\"");
        Rest.Answer paused = admin.post(path + "/pause", "{}", "If-Match", seen).expect(200);
        assertThat(paused.header("ETag")).isNotEqualTo(seen);

        admin.post(path + "/cancel", "{}", "If-Match", seen).expectProblem(412, "changed");
        assertThat(admin.get(path).expect(200).json().getString("state")).isEqualTo("paused");
        admin.post(path + "/cancel", "{}", "If-Match", paused.header("ETag")).expect(200);
    }

    private String wanted(String name) throws Exception {
        String bundle = server().admin()
                .upload(new MultipartBody().file("a", "repeated"))
                .json()
                .getString("sha256");
        return "{\"name\":\"" + name + "\",\"bundle\":\"" + bundle + "\",\"start\":true}";
    }
}
