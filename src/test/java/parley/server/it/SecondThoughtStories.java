package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.apply.DirectoryUpdate;
import parley.client.Outcome;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Offer;
import parley.message.Reason;

/** Updates that are put off, cancelled, retried, or not for all clients. */
interface SecondThoughtStories extends OnServer {

    private static Map<String, String> version(int number, Path folder) {
        return Map.of("app.conf", "version: " + number + "\n", "story.txt", folder.toString());
    }

    @Test
    default void whoPutsAnUpdateOffIsAskedAgainInALaterRunOnceTheTimeHasCome(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), server().port(), version(1, folder), "{\"maxDefer\":\"PT1H\"}");
        Machine machine = new Machine(folder, "later");
        Outcome putOff = machine.join(task.token(), UnaryOperator.identity(), puttingOff(Duration.ofSeconds(2)));
        assertThat(putOff.state()).isEqualTo(ClientState.DEFERRED);
        assertThat(task.stateOf("later")).isEqualTo("deferred");

        Instant until = putOff.until().orElseThrow();
        Await.until(
                "the time has come", Duration.ofSeconds(10), () -> Instant.now().isAfter(until));
        assertThat(machine.join(task.token()).state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(task.statesOf("later")).containsSubsequence("deferred", "accepted", "succeeded");
        assertThat(task.client("later").getInt("attempt")).isEqualTo(1);
    }

    private static UnaryOperator<DirectoryUpdate.Builder> puttingOff(Duration time) {
        return update -> update.deciding(
                offer -> Answer.defer(offer.offer(), Instant.now().plus(time), "not in office hours"));
    }

    @Test
    default void whoComesBackTooEarlyIsNotAskedAgain(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), server().port(), version(1, folder), "{\"maxDefer\":\"PT12H\"}");
        Machine machine = new Machine(folder, "too-early");
        Outcome putOff = machine.join(task.token(), UnaryOperator.identity(), puttingOff(Duration.ofHours(8)));
        try (JoiningClient early = machine.begin(task.token())) {
            assertThat(early.outcome().state()).isEqualTo(ClientState.DEFERRED);
            assertThat(early.outcome().until()).isEqualTo(putOff.until());
            assertThat(early.heard(Offer.class)).isEmpty();
        }
        assertThat(task.stateOf("too-early")).isEqualTo("deferred");
    }

    @Test
    default void whoStaysComesBackByItselfToWhatItPutOff(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), server().port(), version(1, folder), "{\"maxDefer\":\"PT1H\"}");
        AtomicInteger asked = new AtomicInteger();
        try (JoiningClient client = new Machine(folder, "stays-later")
                .begin(
                        task.token(),
                        c -> c.stay(true),
                        update -> update.deciding(offer -> asked.incrementAndGet() == 1
                                ? Answer.defer(offer.offer(), Instant.now().plusSeconds(2), "in a moment")
                                : Answer.accept(offer.offer())))) {
            client.await(Outcome.class, o -> o.state() == ClientState.DEFERRED);
            client.await(Outcome.class, o -> o.state() == ClientState.SUCCEEDED);
        }
    }

    @Test
    default void whoWantsToPutOffForTooLongIsRefused(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), server().port(), version(1, folder), "{\"maxDefer\":\"PT1M\"}");
        Outcome outcome = new Machine(folder, "much-later")
                .join(
                        task.token(),
                        UnaryOperator.identity(),
                        update -> update.deciding(offer ->
                                Answer.defer(offer.offer(), Instant.now().plus(Duration.ofDays(1)), "tomorrow")));
        assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
        assertThat(outcome.detail()).startsWith("this task allows to defer the update until ");
        assertThat(task.stateOf("much-later")).isEqualTo("declined");
    }

    @Test
    default void anOlderBundleComesOnlyWhereTheTaskAllowsIt(@TempDir Path folder) throws Exception {
        StartedTask older = StartedTask.start(server(), version(1, folder));
        Machine machine = new Machine(folder, "forward");
        assertThat(machine.join(StartedTask.start(server(), version(2, folder)).token())
                        .ok())
                .isTrue();

        Outcome refused = machine.join(older.token());
        assertThat(refused.state()).isEqualTo(ClientState.DECLINED);
        assertThat(refused.reason()).contains(Reason.DOWNGRADE);
        assertThat(older.client("forward").getString("reason")).isEqualTo("downgrade");
        assertThat(FolderContents.files(machine.destination())).isEqualTo(version(2, folder));

        StartedTask back =
                StartedTask.start(server(), server().port(), version(1, folder), "{\"allowDowngrade\":true}");
        try (JoiningClient client = machine.begin(back.token())) {
            assertThat(client.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(client.heard(Offer.class))
                    .singleElement()
                    .satisfies(offer -> assertThat(offer.terms().downgrade()).isTrue());
        }
        assertThat(FolderContents.files(machine.destination())).isEqualTo(version(1, folder));
    }

    @Test
    default void aFailedClientIsTriedAgainOnAnOperatorsWordAlone(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), server().port(), version(1, folder), "{\"retry\":0}");
        Machine machine = new Machine(folder, "second-try");
        Outcome failed = machine.join(
                task.token(), UnaryOperator.identity(), update -> update.check(List.of("sh", "-c", "exit 1")));
        assertThat(failed.reason()).contains(Reason.CHECK_FAILED);
        assertThat(machine.join(task.token()).state()).isEqualTo(failed.state());

        task.retry("second-try");
        assertThat(machine.join(task.token()).state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(task.client("second-try").getInt("attempt")).isEqualTo(2);
        assertThat(task.statesOf("second-try"))
                .containsSubsequence("accepted", failed.state().word(), "joined", "offered", "succeeded");
    }

    @Test
    default void whoDeclinedAndStayedLooksAgainAtOnceOnAnOperatorsWord(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), version(1, folder));
        AtomicInteger asked = new AtomicInteger();
        try (JoiningClient client = new Machine(folder, "persuaded")
                .begin(
                        task.token(),
                        c -> c.stay(true),
                        update -> update.confirmation(offer -> asked.incrementAndGet() > 1))) {
            client.await(Outcome.class, o -> o.state() == ClientState.DECLINED);
            task.retry("persuaded");
            client.await(Outcome.class, o -> o.state() == ClientState.SUCCEEDED);
        }
        assertThat(asked).hasValue(2);
        assertThat(task.client("persuaded").getInt("attempt")).isEqualTo(2);
    }

    @Test
    default void aMachineThatFellBackIsSeenAtItsNextConnectAndUpdatedAgain(@TempDir Path folder) throws Exception {
        try (FaultyNetwork network = new FaultyNetwork(server().port())) {
            StartedTask task = StartedTask.start(server(), network.port(), version(1, folder), "{}");
            Machine machine = new Machine(folder, "drifts");
            try (JoiningClient client = machine.begin(task.token(), c -> c.stay(true), UnaryOperator.identity())) {
                client.await(Outcome.class, o -> o.state() == ClientState.SUCCEEDED);
                machine.with(Map.of("app.conf", "version: 0\n"));
                network.cut();
                client.await(JoiningClient.Offline.class, offline -> true);
                network.restore();
                client.await(Offer.class, offer -> offer.attempt() == 2);
                task.awaitClient("drifts", "succeeded");
            }
            assertThat(FolderContents.files(machine.destination())).isEqualTo(version(1, folder));
            assertThat(task.statesOf("drifts")).containsSubsequence("succeeded", "rolled_back", "offered", "succeeded");
        }
    }

    @Test
    default void eachMachineGetsTheFilesOfItsTargetAndWhoMatchesNoneGetsNothing(@TempDir Path folder) throws Exception {
        LinkedHashMap<String, Map<String, String>> targets = new LinkedHashMap<>();
        targets.put("role=web,!canary", Map.of("web.conf", folder.toString()));
        targets.put("role in (web,db)", Map.of("db.conf", folder.toString()));
        StartedTask task = StartedTask.withTargets(server(), targets);

        Machine web = new Machine(folder.resolve("web"), "a-web");
        Machine canary = new Machine(folder.resolve("canary"), "a-canary");
        Machine printer = new Machine(folder.resolve("printer"), "a-printer");
        assertThat(web.join(task.token(), c -> c.label("role", "web"), UnaryOperator.identity())
                        .state())
                .isEqualTo(ClientState.SUCCEEDED);
        assertThat(canary.join(task.token(), c -> c.label("role", "web").label("canary", ""), UnaryOperator.identity())
                        .state())
                .isEqualTo(ClientState.SUCCEEDED);
        Outcome nothing = printer.join(task.token(), c -> c.label("role", "printer"), UnaryOperator.identity());

        assertThat(nothing.state()).isEqualTo(ClientState.NOTHING_TO_DO);
        assertThat(nothing.detail()).isEqualTo("no target of this task is for a client with the labels role=printer");
        assertThat(FolderContents.files(web.destination())).containsOnlyKeys("web.conf");
        assertThat(FolderContents.files(canary.destination())).containsOnlyKeys("db.conf");
        assertThat(printer.destination()).doesNotExist();
        assertThat(task.stateOf("a-printer")).isEqualTo("nothing_to_do");
    }
}
