package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Outcome;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Wait;
import parley.message.WaitFor;

/** Clients that wait while their server is killed with -9. */
class WaitingClientsIT {

    @TempDir
    Path folder;

    @Test
    void aSwitchOverIsNotSplitAndADeferralNotForgotten() throws Exception {
        Map<String, String> files = Map.of("app.conf", "switch: over\n");
        try (ServerProcess server = ServerProcess.start(UnaryOperator.identity());
                Network network = new Network(server.running().port())) {
            Campaign later =
                    Campaign.start(server.running(), server.running().port(), files, "{\"maxDefer\":\"PT1H\"}");
            Machine putsOff = new Machine(folder.resolve("later"), "later");
            Instant until = Instant.now().plusSeconds(5);
            assertThat(putsOff.join(
                                    later.token(),
                                    UnaryOperator.identity(),
                                    update -> update.deciding(
                                            offer -> Answer.defer(offer.offer(), until, "not in office hours")))
                            .state())
                    .isEqualTo(ClientState.DEFERRED);

            Campaign task = Campaign.start(
                    server.running(), network.port(), files, "{\"apply\":\"together\",\"expectedClients\":3}");
            Machine one = new Machine(folder.resolve("1"), "one");
            Machine other = new Machine(folder.resolve("2"), "other");
            Machine last = new Machine(folder.resolve("3"), "last");
            Path lastIsReady = folder.resolve("last-is-ready");
            AtomicBoolean killed = new AtomicBoolean();
            network.holdWhile(() -> Files.exists(lastIsReady) && !killed.get());
            try (JoiningClient first = one.begin(task.tokenTo(server.running().port()));
                    JoiningClient second = other.begin(task.token())) {
                first.await(Wait.of(WaitFor.OTHERS));
                second.await(Wait.of(WaitFor.OTHERS));
                try (JoiningClient third = last.begin(
                        task.token(),
                        UnaryOperator.identity(),
                        update -> update.check(
                                List.of("sh", "-c", "test -d \"$PARLEY_STAGED\" && touch " + lastIsReady)))) {
                    assertThat(first.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
                    assertThat(second.heard(ClientState.class)).doesNotContain(ClientState.APPLYING);
                    assertThat(third.heard(ClientState.class)).doesNotContain(ClientState.APPLYING);
                    server.kill();
                    network.cut();
                    killed.set(true);
                    server.restart();
                    assertThat(task.stateOf("one")).isEqualTo("succeeded");
                    assertThat(task.stateOf("other")).isEqualTo("staged");
                    assertThat(task.stateOf("last")).isEqualTo("staged");
                    network.restore();

                    assertThat(second.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
                    assertThat(third.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
                }
            }
            for (Machine machine : List.of(one, other, last)) {
                assertThat(FolderTree.files(machine.destination())).isEqualTo(files);
            }

            assertThat(later.stateOf("later")).isEqualTo("deferred");
            Await.until("the time has come", Duration.ofSeconds(10), () -> Instant.now()
                    .isAfter(until));
            Outcome done = putsOff.join(later.token());
            assertThat(done.state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(later.client("later").getInt("attempt")).isEqualTo(1);
        }
    }
}
