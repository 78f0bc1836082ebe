package parley.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.apply.DirectoryUpdate;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.client.UpdateException;
import parley.examples.SettingsExample;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.Report;
import parley.message.WaitFor;
import parley.protocol.CloseCode;

/** The fake server does to a client, through its public interface alone, what its operator could do. */
@Timeout(60)
class FakeServerTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path temp;

    private final FakeServer server = FakeServer.start().file("app.json", "{}");

    @AfterEach
    void stop() {
        server.close();
    }

    private UpdateClient.Builder client() throws Exception {
        return UpdateClient.builder(server.token())
                .name("app")
                .stateFolder(temp.resolve("state"))
                .handler(new SettingsExample(temp.resolve("app.json")));
    }

    @Test
    void aHeldClientWaitsUntilItIsLetGo() throws Exception {
        server.hold(WaitFor.OTHERS);
        try (UpdateClient client = client().build()) {
            CompletableFuture<Outcome> end = client.start();
            server.await(ClientState.STAGED, SOON);
            assertThat(end).isNotDone();

            server.release();

            assertThat(end.get().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(server.reports())
                .extracting(Report::state)
                .containsSubsequence(ClientState.STAGED, ClientState.APPLYING, ClientState.SUCCEEDED);
    }

    @Test
    void aStagedClientOfAPausedTaskGoesOnAfterTheResume() throws Exception {
        server.hold(WaitFor.WINDOW);
        try (UpdateClient client = client().build()) {
            CompletableFuture<Outcome> end = client.start();
            server.await(ClientState.STAGED, SOON);
            server.pause("lunch");
            server.release();
            assertThat(end).isNotDone();

            server.resume("back");

            assertThat(end.get().state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }

    @Test
    void aCancelledUpdateEndsAsCancelled() throws Exception {
        server.hold(WaitFor.OTHERS);
        try (UpdateClient client = client().build()) {
            CompletableFuture<Outcome> end = client.start();
            server.await(ClientState.STAGED, SOON);

            server.cancel("wrong bundle");

            assertThat(end.get().state()).isEqualTo(ClientState.CANCELLED);
            assertThat(end.get().detail()).isEqualTo("wrong bundle");
        }
    }

    @Test
    void aDeferralThatIsRefusedEndsAsDeclined() throws Exception {
        server.refuse(Reason.POLICY, "this cannot wait");
        SettingsExample handler = new SettingsExample(temp.resolve("app.json")) {
            @Override
            public Answer decide(Offer offer) {
                return Answer.defer(offer.offer(), Instant.now().plusSeconds(3600), "later");
            }
        };
        try (UpdateClient client = client().handler(handler).build()) {
            assertThat(client.run().state()).isEqualTo(ClientState.DECLINED);
        }
        assertThat(server.answers()).extracting(Answer::decision).contains(Decision.DEFER);
    }

    @Test
    void anAttemptCanBeMadeAgain() throws Exception {
        server.file("app.json", "not json");
        try (UpdateClient client = client().stay(true).build()) {
            CompletableFuture<Outcome> end = client.start();
            server.await(ClientState.FAILED, SOON);

            server.file("app.json", "{\"mended\":true}");
            server.offerAgain();

            server.await(ClientState.SUCCEEDED, SOON);
            server.close(CloseCode.TASK_ENDED);
            assertThat(end.get().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(server.reports()).extracting(Report::attempt).contains(1L, 2L);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anUpdateThatIsNotConfirmedIsRolledBack() throws Exception {
        Path folder = temp.resolve("folder");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("app.json"), "old");
        server.confirmWithin(Duration.ofSeconds(1)).confirms(false);
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build();
                UpdateClient client = client().handler(update).build()) {
            assertThat(client.run().reason()).contains(Reason.CONFIRM_TIMEOUT);
        }
        assertThat(folder.resolve("app.json")).hasContent("old");
        assertThat(server.state()).isEqualTo(ClientState.ROLLED_BACK);
    }

    @Test
    void aLostConnectionAndAServerThatIsAwayDelayTheUpdate() throws Exception {
        server.file("app.json", "{\"long\":\"" + "x".repeat(300_000) + "\"}");
        server.loseConnectionAfter(100_000);
        server.hold(WaitFor.OTHERS);
        try (UpdateClient client = client().build()) {
            CompletableFuture<Outcome> end = client.start();
            server.await(ClientState.STAGED, SOON);
            server.reachable(false);
            server.release();
            assertThat(end).isNotDone();

            server.reachable(true);

            assertThat(end.get().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(server.inventory()).isPresent();
    }

    @Test
    void aRevokedClientIsToldSo() throws Exception {
        server.hold(WaitFor.OTHERS);
        try (UpdateClient client = client().build()) {
            CompletableFuture<Outcome> end = client.start();
            server.await(ClientState.STAGED, SOON);

            server.close(CloseCode.REVOKED);

            assertThatThrownBy(end::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(UpdateException.class, e -> assertThat(e.problem())
                            .isEqualTo(UpdateException.Problem.REVOKED));
        }
    }

    @Test
    void aWaitThatIsInVainSaysWhereTheClientStands() {
        assertThatThrownBy(() -> server.await(ClientState.SUCCEEDED, Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("the client is joined and not succeeded after PT0.001S");
        assertThat(List.of(server.inventory())).containsExactly(Optional.empty());
    }
}
