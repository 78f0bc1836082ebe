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
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<String> ids = new ArrayList<>();
        int made = 0;
        try {
            Callable<Rest.Answer> ask = () -> server().admin().post("/api/v1/tasks", wanted, KEY, key);
            for (Future<Rest.Answer> answer : threads.invokeAll(List.of(ask, ask, ask, ask, ask, ask))) {
                made += answer.get().status() == 201 ? 1 : 0;
                ids.add(answer.get().json().getString("id"));
            }
        } finally {
            threads.shutdown();
        }
        assertThat(made).isEqualTo(1);
        assertThat(ids).containsOnly(ids.get(0));
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
