package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Outcome;
import parley.message.ClientState;
import parley.message.Welcome;

/** A task is undone: its clients go back to what they had before. */
interface UndoStories extends OnServer {

    private static StartedTask started(OnServer on, String version, Path folder, String policy) throws Exception {
        return StartedTask.start(
                on.server(), on.server().port(), Map.of("app.conf", version, "story.txt", folder.toString()), policy);
    }

    private static String content(Machine machine) throws Exception {
        return Files.readString(machine.destination().resolve("app.conf"));
    }

    private static JsonObject task(OnServer on, String id) throws Exception {
        return on.server().admin().get("/api/v1/tasks/" + id).expect(200).json();
    }

    @Test
    default void clientsThatHaveSucceededGoBackWithTheTokenThatTheyHave(@TempDir Path folder) throws Exception {
        Rest admin = server().admin();
        Machine old = new Machine(folder.resolve("1"), "old");
        Machine fresh = new Machine(folder.resolve("2"), "fresh");
        old.join(started(this, "v1\n", folder, "{}").token());
        StartedTask second = started(this, "v2\n", folder, "{\"confirm\":\"PT0S\"}");
        admin.post(second.path() + "/undo", "").expectProblem(409, "nothing_to_undo");
        fresh.join(second.token());
        try (JoiningClient staying = old.begin(second.token(), client -> client.stay(true), UnaryOperator.identity())) {
            staying.await(ClientState.SUCCEEDED);
            assertThat(content(old)).isEqualTo("v2\n");
            JsonObject preview = admin.get(second.path() + "/undo").expect(200).json();
            assertThat(preview.getInt("goBack")).isEqualTo(1);
            assertThat(preview.getInt("stay")).isEqualTo(1);
            assertThat(preview.getJsonArray("clients").getJsonObject(0).getString("obstacle"))
                    .isEqualTo("nothing_before");
            server().as("viewer").post(second.path() + "/undo", "").expectProblem(403, "wrong_role");

            JsonObject undo =
                    admin.post(second.path() + "/undo", "").expect(201).json();

            String id = undo.getString("id");
            assertThat(undo.getString("name")).isEqualTo("undo a story");
            assertThat(undo.getString("undoes")).isEqualTo(second.id());
            assertThat(undo.containsKey("token")).isFalse();
            staying.await(Welcome.class, welcome -> welcome.task().id().equals(id));
            Await.until("the undo has finished", Duration.ofSeconds(60), () -> task(this, id)
                    .getString("state")
                    .equals("finished"));
        }
        assertThat(content(old)).isEqualTo("v1\n");
        assertThat(content(fresh)).isEqualTo("v2\n");
        assertThat(task(this, second.id()).toString())
                .contains("\"state\":\"paused\"", "\"undoneBy\":\"", "it is undone by the task “undo a story”");
        admin.post(second.path() + "/undo", "").expectProblem(409, "already_undone");
        admin.post(second.path() + "/resume", "").expectProblem(409, "wrong_state");
        assertThat(admin.get("/api/v1/audit?subject=" + second.id()).expect(200).text())
                .contains("\"action\":\"task.undone\"");
    }

    @Test
    default void aClientThatIsAwayGoesBackWhenItComesEvenIfItsTokenIsDead(@TempDir Path folder) throws Exception {
        Machine machine = new Machine(folder.resolve("1"), "away");
        machine.join(started(this, "v1\n", folder, "{}").token());
        StartedTask second = started(this, "v2\n", folder, "{\"confirm\":\"PT0S\"}");
        machine.join(second.token());
        second.revokeToken(second.joinToken().keyId().hex());
        second.awaitState("finished"); // nobody else can come
        String undo = server().admin()
                .post(second.path() + "/undo", "")
                .expect(201)
                .json()
                .getString("id");

        Outcome outcome = machine.join(second.token());

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(content(machine)).isEqualTo("v1\n");
        Await.until("the undo has finished", Duration.ofSeconds(60), () -> task(this, undo)
                .getString("state")
                .equals("finished"));
        assertThat(task(this, undo).getString("outcome")).isEqualTo("succeeded");
    }

    @Test
    default void tooManyFailuresTakeTheOthersBackByThemselves(@TempDir Path folder) throws Exception {
        Machine good = new Machine(folder.resolve("1"), "good");
        Machine bad = new Machine(folder.resolve("2"), "bad");
        StartedTask first = started(this, "v1\n", folder, "{}");
        good.join(first.token());
        bad.join(first.token());
        StartedTask second =
                started(this, "v2\n", folder, "{\"confirm\":\"PT0S\",\"errorThreshold\":1,\"onError\":\"roll_back\"}");
        try (JoiningClient staying =
                good.begin(second.token(), client -> client.stay(true), UnaryOperator.identity())) {
            staying.await(ClientState.SUCCEEDED);

            bad.join(second.token(), UnaryOperator.identity(), update -> update.check(WaitingStories.REFUSING));

            Await.until("the task is undone", Duration.ofSeconds(60), () -> task(this, second.id())
                    .containsKey("undoneBy"));
            String undo = task(this, second.id()).getString("undoneBy");
            Await.until("the undo has finished", Duration.ofSeconds(60), () -> task(this, undo)
                    .getString("state")
                    .equals("finished"));
            assertThat(task(this, undo).getString("createdBy")).isEqualTo("server");
        }
        assertThat(content(good)).isEqualTo("v1\n");
        assertThat(content(bad)).isEqualTo("v1\n");
        assertThat(task(this, second.id()).getString("pausedBy")).isEqualTo("error_threshold");
    }

    @Test
    default void anUndoThatTheServerCannotMakeIsLeftToTheOperators(@TempDir Path folder) throws Exception {
        StartedTask only =
                started(this, "v1\n", folder, "{\"errorThreshold\":1,\"onError\":\"roll_back\",\"retry\":0}");

        new Machine(folder, "bad")
                .join(only.token(), UnaryOperator.identity(), update -> update.check(WaitingStories.REFUSING));

        only.awaitState("paused");
        Await.until("the audit log says why", Duration.ofSeconds(60), () -> server().admin()
                .get("/api/v1/audit?subject=" + only.id())
                .expect(200)
                .text()
                .contains("\"action\":\"task.undo_failed\""));
        assertThat(only.now().containsKey("undoneBy")).isFalse();
    }

    @Test
    default void aStrangerWithATokenOfTheUndoGetsNothing(@TempDir Path folder) throws Exception {
        Machine machine = new Machine(folder.resolve("1"), "member");
        machine.join(started(this, "v1\n", folder, "{}").token());
        StartedTask second = started(this, "v2\n", folder, "{\"confirm\":\"PT0S\"}");
        machine.join(second.token());
        Rest admin = server().admin();
        String undo = admin.post(second.path() + "/undo", "").expect(201).json().getString("id");
        String token = admin.post(
                        "/api/v1/tasks/" + undo + "/tokens", "{\"urls\":[\"ws://127.0.0.1:" + server().port() + "\"]}")
                .expect(201)
                .json()
                .getString("token");

        Outcome stranger = new Machine(folder.resolve("2"), "stranger").join(token);

        assertThat(stranger.state()).isEqualTo(ClientState.NOTHING_TO_DO);
        assertThat(Files.exists(folder.resolve("2/destination/app.conf"))).isFalse();
        server().admin().post("/api/v1/tasks/" + undo + "/cancel", "{}").expect(200);
    }
}
