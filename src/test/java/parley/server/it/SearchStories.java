package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Searches in long lists, done by the server. */
interface SearchStories extends OnServer {

    @Test
    default void tasksAreFoundByWhatTheySayOfThemselves() throws Exception {
        StartedTask first = StartedTask.start(server(), Map.of("search", "first"));
        StartedTask second = StartedTask.start(server(), Map.of("search", "second"));
        second.cancel();

        assertThat(ids("/api/v1/tasks?search=" + first.id())).containsExactly(first.id());
        assertThat(ids("/api/v1/tasks?search=A%20STORY&limit=2")).containsExactly(second.id(), first.id());
        assertThat(ids("/api/v1/tasks?search=site&state=open&limit=1")).containsExactly(first.id());
        assertThat(ids("/api/v1/tasks?search=100%25-nobody")).isEmpty();
        server().admin().get("/api/v1/tasks?search=" + "x".repeat(201)).expectProblem(400, "invalid");
    }

    @Test
    default void aPageOfFoundClientsGoesOnWhereItEnded() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        for (String name : List.of("find-c", "find-a", "find-b", "other")) {
            LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), name)
                    .close();
        }
        String path = task.path() + "/clients?search=FIND&state=joined&limit=2";
        JsonObject first = server().admin().get(path).expect(200).json();
        assertThat(names(first)).containsExactly("find-a", "find-b");
        JsonObject second = server().admin()
                .get(path + "&cursor=" + first.getString("next"))
                .expect(200)
                .json();
        assertThat(names(second)).containsExactly("find-c");
        assertThat(second).doesNotContainKey("next");
        assertThat(names(server().admin()
                        .get(task.path() + "/clients?search=room%3D12")
                        .expect(200)
                        .json()))
                .hasSize(4);
        assertThat(names(server().admin()
                        .get(task.path() + "/clients?state=failed")
                        .expect(200)
                        .json()))
                .isEmpty();
        server().admin().get(task.path() + "/clients?state=asleep").expectProblem(400, "invalid");
    }

    @Test
    default void theAuditLogTellsWhatHappenedToOneTask() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "audited")
                .close();
        task.cancel();

        assertThat(actions("subject=" + task.id()))
                .containsExactly("task.created", "task.started", "client.joined", "task.cancelled");
        assertThat(actions("subject=" + task.id() + "&action=task"))
                .containsExactly("task.created", "task.started", "task.cancelled");
        assertThat(actions("subject=" + task.id() + "&actor="
                        + URLEncoder.encode("client audited", StandardCharsets.UTF_8)))
                .containsExactly("client.joined");
        assertThat(actions("subject=" + task.id() + "&search=ENOUGH&limit=1")).containsExactly("task.cancelled");
    }

    private List<String> ids(String path) throws Exception {
        return server()
                .admin()
                .get(path)
                .expect(200)
                .json()
                .getJsonArray("tasks")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(task -> task.getString("id"))
                .toList();
    }

    private static List<String> names(JsonObject page) {
        return page.getJsonArray("clients").getValuesAs(JsonObject.class).stream()
                .map(client -> client.getString("name"))
                .toList();
    }

    private List<String> actions(String query) throws Exception {
        return server()
                .admin()
                .get("/api/v1/audit?" + query)
                .expect(200)
                .json()
                .getJsonArray("entries")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(entry -> entry.getString("action"))
                .toList();
    }
}
