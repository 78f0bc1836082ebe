package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that have ended are deleted by hand. */
interface TaskDeletionStories extends OnServer {

    private static StartedTask started(OnServer on, String version, Path folder) throws Exception {
        return StartedTask.start(
                on.server(), on.server().port(), Map.of("app.conf", version, "gone.txt", folder.toString()), "{}");
    }

    @Test
    default void aTaskThatHasEndedIsDeletedWithWhatItsClientsHaveToldAndFreesItsBundle(@TempDir Path folder)
            throws Exception {
        Rest operator = server().as("operator");
        StartedTask task = started(this, "v1\n", folder);
        String bundle = "/api/v1/bundles/" + task.now().getJsonObject("bundle").getString("sha256");
        Machine machine = new Machine(folder.resolve("1"), "told");
        machine.join(task.token());
        operator.delete(task.path()).expectProblem(409, "wrong_state");
        task.cancel();
        operator.delete(bundle).expectProblem(409, "bundle_in_use");
        server().as("viewer").delete(task.path()).expectProblem(403, "wrong_role");

        operator.delete(task.path()).expect(204);

        operator.get(task.path()).expectProblem(404, "unknown_task");
        operator.delete(task.path()).expectProblem(404, "unknown_task");
        assertThat(operator.get("/api/v1/tasks?limit=500").expect(200).text()).doesNotContain(task.id());
        assertThat(operator.get("/api/v1/audit?subject=" + task.id())
                        .expect(200)
                        .text())
                .contains("\"action\":\"task.deleted\"", "\"action\":\"client.joined\"");
        Await.until("its rows are gone", Duration.ofSeconds(60), () -> operator.get(bundle + "/uses")
                .expect(200)
                .json()
                .getJsonArray("uses")
                .isEmpty());
        operator.delete(bundle).expect(204);
    }

    @Test
    default void aTaskWhoseClientsAreStillTakenBackStays(@TempDir Path folder) throws Exception {
        Rest operator = server().as("operator");
        Machine machine = new Machine(folder.resolve("1"), "on-its-way");
        StartedTask first = started(this, "v1\n", folder);
        machine.join(first.token());
        StartedTask second = started(this, "v2\n", folder);
        machine.join(second.token());
        String undo = "/api/v1/tasks/"
                + operator.post(second.path() + "/undo", "").expect(201).json().getString("id");
        second.cancel();

        assertThat(operator.delete(second.path())
                        .expectProblem(409, "wrong_state")
                        .json()
                        .getString("detail"))
                .isEqualTo("The task “undo a story” takes its clients back, and has not ended.");

        operator.post(undo + "/cancel", "{}").expect(200);
        operator.delete(second.path()).expect(204);
        operator.get(undo).expect(200);
    }
}
