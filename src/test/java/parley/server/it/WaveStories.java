package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Outcome;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Proceed;
import parley.message.Wait;
import parley.message.WaitFor;

/** A rollout in waves. */
interface WaveStories extends OnServer {

    private static Map<String, String> bundle(Path folder) {
        return Map.of("app.conf", "wave: by wave\n", "story.txt", folder.toString());
    }

    private static JsonObject wave(StartedTask task, int number) throws Exception {
        return task.now().getJsonArray("waves").getJsonObject(number - 1);
    }

    private static void awaitWave(StartedTask task, String client, int wave) throws Exception {
        Await.until(
                client + " has a place in wave " + wave,
                Duration.ofSeconds(60),
                () -> task.client(client).getInt("wave", 0) == wave);
    }

    @Test
    default void theSecondWaveWaitsUntilTheFirstHasSucceeded(@TempDir Path folder) throws Exception {
        StartedTask task =
                StartedTask.start(server(), server().port(), bundle(folder), "{\"waves\":\"1/100%/1s,100%\"}");
        try (LockStepPeer first = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "first")) {
            first.say(Inventory.empty());
            Offer offer = first.hear(Offer.class);
            awaitWave(task, "first", 1);
            try (JoiningClient second = new Machine(folder, "second").begin(task.token())) {
                second.await(Wait.of(WaitFor.WAVE));
                assertThat(task.client("second").getString("state")).isEqualTo("waiting");
                assertThat(task.client("second").getString("waitsFor")).isEqualTo("wave");
                first.say(Answer.accept(offer.offer()));
                first.hear(Agreed.class);
                first.report(offer, 1, ClientState.STAGED);
                assertThat(first.hear()).isEqualTo(new Ack(1, 1));
                first.hear(Proceed.class);
                assertThat(wave(task, 1).toString())
                        .isEqualTo("{\"clients\":1,\"failed\":0,\"needed\":1,\"number\":1,\"places\":1,\"size\":\"1\","
                                + "\"soak\":\"PT1S\",\"state\":\"open\",\"succeeded\":0,\"underWay\":1}");
                assertThat(task.stateOf("second")).isEqualTo("waiting");
                first.report(offer, 2, ClientState.SUCCEEDED);
                assertThat(first.hear()).isEqualTo(new Ack(1, 2));

                assertThat(second.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            }
        }
        assertThat(task.statesOf("second")).containsSubsequence("offered", "waiting", "accepted", "succeeded");
        assertThat(task.client("second").getInt("wave")).isEqualTo(2);
        assertThat(wave(task, 1).getString("state")).isEqualTo("done");
        assertThat(server().admin().get("/api/v1/audit?limit=50").expect(200).text())
                .contains("\"action\":\"task.wave_opened\"");
    }

    @Test
    default void aFailureHoldsTheNextWaveUpUntilTheFailedOneIsTriedAgain(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(
                server(), server().port(), bundle(folder), "{\"waves\":\"1,100%\",\"errorThreshold\":1}");
        Machine canary = new Machine(folder.resolve("1"), "canary");
        Outcome failed =
                canary.join(task.token(), UnaryOperator.identity(), update -> update.check(WaitingStories.REFUSING));
        assertThat(failed.state()).isEqualTo(ClientState.FAILED);
        task.awaitState("paused");
        assertThat(task.now().getString("pausedBy")).isEqualTo("error_threshold");
        String why = "clients that failed: 1; the error threshold is 1";
        assertThat(task.now().getString("reason")).isEqualTo(why);
        try (JoiningClient other = new Machine(folder.resolve("2"), "other").begin(task.token())) {
            other.await(new Pause(why));

            server().admin().post(task.path() + "/resume?retryFailed=true", "").expect(200);

            other.await(Wait.of(WaitFor.WAVE));
            assertThat(task.stateOf("canary")).isEqualTo("joined");
            assertThat(canary.join(task.token()).state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(other.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }

    @Test
    default void anOperatorOpensTheNextWaveByHand(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), server().port(), bundle(folder), "{\"waves\":\"1,100%\"}");
        Rest admin = server().admin();
        try (LockStepPeer slow = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "slow")) {
            slow.say(Inventory.empty());
            slow.hear(Offer.class);
            awaitWave(task, "slow", 1);
            try (JoiningClient other = new Machine(folder, "other").begin(task.token())) {
                other.await(Wait.of(WaitFor.WAVE));
                server().as("viewer").post(task.path() + "/waves/next", "").expectProblem(403, "wrong_role");

                admin.post(task.path() + "/waves/next", "").expect(200);

                assertThat(other.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            }
        }
        admin.post(task.path() + "/waves/next", "").expectProblem(409, "wrong_state");
        StartedTask without = StartedTask.start(server(), "{}");
        admin.post(without.path() + "/waves/next", "").expectProblem(409, "wrong_state");
        assertThat(without.now()).doesNotContainKey("waves");
    }
}
