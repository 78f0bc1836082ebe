package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles are deleted, but never one that something needs. */
interface BundleDeletionStories extends OnServer {

    private static String uploaded(OnServer on, MultipartBody body) throws Exception {
        return "/api/v1/bundles/"
                + on.server().as("operator").upload(body).expect(201).json().getString("sha256");
    }

    private static StartedTask started(OnServer on, String version, Path folder) throws Exception {
        return StartedTask.start(
                on.server(), on.server().port(), Map.of("app.conf", version, "deleted.txt", folder.toString()), "{}");
    }

    private static String bundleOf(StartedTask task) throws Exception {
        return "/api/v1/bundles/" + task.now().getJsonObject("bundle").getString("sha256");
    }

    private static List<String> whyOf(OnServer on, String bundle) throws Exception {
        return on
                .server()
                .as("viewer")
                .get(bundle + "/uses")
                .expect(200)
                .json()
                .getJsonArray("uses")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(use -> use.getString("why") + " " + use.getInt("clients"))
                .toList();
    }

    @Test
    default void aBundleThatNothingNeedsIsDeletedAndCanBeUploadedAgain() throws Exception {
        Rest operator = server().as("operator");
        MultipartBody files = new MultipartBody().field("name", "short-lived").file("short-lived", "soon gone");
        String bundle = uploaded(this, files);
        server().as("viewer").delete(bundle).expectProblem(403, "wrong_role");

        operator.delete(bundle).expect(204);

        operator.get(bundle).expectProblem(404, "unknown_bundle");
        operator.delete(bundle).expectProblem(404, "unknown_bundle");
        operator.get(bundle + "/files/short-lived").expectProblem(404, "unknown_bundle");
        assertThat(operator.get("/api/v1/bundles?limit=500").expect(200).text())
                .doesNotContain(bundle.substring("/api/v1/bundles/".length()));
        assertThat(operator.get("/api/v1/audit?subject=" + bundle.substring("/api/v1/bundles/".length()))
                        .expect(200)
                        .text())
                .contains("\"action\":\"bundle.deleted\"");
        assertThat(uploaded(this, files)).isEqualTo(bundle);
        assertThat(operator.get(bundle + "/files/short-lived").expect(200).text())
                .isEqualTo("soon gone");
    }

    @Test
    default void aDraftAndATaskNeedTheirBundleUntilTheyHaveEnded() throws Exception {
        Rest operator = server().as("operator");
        String bundle = uploaded(this, new MultipartBody().field("name", "busy").file("busy", "busy"));
        String sha256 = bundle.substring("/api/v1/bundles/".length());
        String task = "/api/v1/tasks/"
                + operator.post("/api/v1/tasks", "{\"name\":\"busy\",\"bundle\":\"" + sha256 + "\"}")
                        .expect(201)
                        .json()
                        .getString("id");
        assertThat(whyOf(this, bundle)).containsExactly("draft 0");
        JsonObject refused =
                operator.delete(bundle).expectProblem(409, "bundle_in_use").json();
        assertThat(refused.getString("detail"))
                .isEqualTo("“busy " + operator.get(bundle).json().getString("version")
                        + "” cannot be deleted. The draft “busy” has it.");
        assertThat(refused.getInt("uses")).isEqualTo(1);
        operator.post(task + "/start", "{}").expect(200);
        assertThat(whyOf(this, bundle)).containsExactly("running 0");
        operator.delete(bundle).expectProblem(409, "bundle_in_use");
        operator.post(task + "/cancel", "{}").expect(200);

        operator.delete(bundle).expect(204);

        JsonObject ended = operator.get(task).expect(200).json();
        assertThat(ended.getJsonObject("bundle").getString("name")).isEqualTo("busy");
        assertThat(ended.getJsonObject("bundle").getInt("bytes")).isEqualTo(4);
        operator.get(task + "/diff").expectProblem(409, "bundle_deleted");
        operator.post("/api/v1/tasks", "{\"name\":\"again\",\"from\":\"" + ended.getString("id") + "\"}")
                .expectProblem(404, "unknown_bundle");
        uploaded(this, new MultipartBody().field("name", "anew").file("busy", "busy"));
        assertThat(operator.get(task).expect(200).json().getJsonObject("bundle").getString("name"))
                .isEqualTo("busy");
        operator.get(task + "/diff").expect(200);
        operator.delete(bundle).expect(204);
    }

    @Test
    default void whatClientsHaveAndWhatAnUndoBringsBackIsNeeded(@TempDir Path folder) throws Exception {
        Machine machine = new Machine(folder.resolve("1"), "keeper");
        List<StartedTask> tasks = new ArrayList<>();
        for (String version : List.of("v1\n", "v2\n", "v3\n")) {
            tasks.add(started(this, version, folder));
            machine.join(tasks.get(tasks.size() - 1).token());
            tasks.get(tasks.size() - 1).cancel();
        }
        Rest operator = server().as("operator");
        String second = bundleOf(tasks.get(1));
        String third = bundleOf(tasks.get(2));

        operator.delete(bundleOf(tasks.get(0))).expect(204); // no undo leads there any more

        assertThat(whyOf(this, second)).containsExactly("undo 1");
        assertThat(whyOf(this, third)).containsExactly("clients_have_it 1");
        assertThat(operator.delete(second)
                        .expectProblem(409, "bundle_in_use")
                        .json()
                        .getString("detail"))
                .endsWith(" 1 client goes back to it if “a story” is undone.");
        operator.delete(third).expectProblem(409, "bundle_in_use");
        operator.post(tasks.get(2).path() + "/undo", "").expect(201);
        machine.join(tasks.get(2).token());
        assertThat(operator.get(tasks.get(2).path() + "/undo").expect(200).text())
                .contains("\"bundle\":\"" + second.substring("/api/v1/bundles/".length()));
    }

    @Test
    default void bundlesWithABlobInCommonComeAndGoAtTheSameTime() throws Exception {
        Rest operator = server().as("operator");
        List<Callable<Integer>> people = new ArrayList<>();
        for (int person = 0; person < 4; person++) {
            String own = "of person " + person;
            people.add(() -> {
                int rounds = 0;
                for (int round = 0; round < 8; round++) {
                    String bundle = uploaded(
                            this,
                            new MultipartBody().file("common", "in all of them").file("own", own));
                    assertThat(operator.get(bundle + "/files/common")
                                    .expect(200)
                                    .text())
                            .isEqualTo("in all of them");
                    operator.delete(bundle).expect(204);
                    rounds++;
                }
                return rounds;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(people.size());
        try {
            for (Future<Integer> rounds : threads.invokeAll(people)) {
                assertThat(rounds.get()).isEqualTo(8);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void aTaskIsMadeWithABundleOrTheBundleIsDeletedNeverBoth() throws Exception {
        Rest operator = server().as("operator");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 10; round++) {
                String bundle = uploaded(this, new MultipartBody().file("raced", "round " + round));
                String sha256 = bundle.substring("/api/v1/bundles/".length());
                Future<Rest.Answer> made = threads.submit(
                        () -> operator.post("/api/v1/tasks", "{\"name\":\"race\",\"bundle\":\"" + sha256 + "\"}"));
                Future<Rest.Answer> gone = threads.submit(() -> operator.delete(bundle));
                if (made.get().status() == 201) {
                    gone.get().expectProblem(409, "bundle_in_use");
                    operator.post("/api/v1/tasks/" + made.get().json().getString("id") + "/cancel", "{}")
                            .expect(200);
                } else {
                    made.get().expectProblem(404, "unknown_bundle");
                    gone.get().expect(204);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
