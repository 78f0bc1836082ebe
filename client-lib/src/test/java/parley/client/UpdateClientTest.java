package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.client.UpdateException.Problem;
import parley.client.internal.store.StateFolder;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Position;
import parley.message.Reason;
import parley.message.Report;
import parley.protocol.CloseCode;
import parley.protocol.Suite;

/** A whole update, and what a client refuses to be built or run with. */
class UpdateClientTest extends ClientFixture {

    UpdateClientTest() {
        server.file("empty", "");
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void anUpdateGoesThroughItsStatesAndIsApplied(Suite suite) throws Exception {
        InMemoryServer ofSuite =
                new InMemoryServer(suite).file("a.conf", "listen 80\n").file("empty", "");
        handler.files.put("old", "gone".getBytes(StandardCharsets.UTF_8));

        Outcome outcome;
        try (UpdateClient client = UpdateClient.builder(ofSuite.token())
                .name("db-1")
                .stateFolder(folder)
                .handler(handler)
                .transport(ofSuite)
                .build()) {
            outcome = client.run();
        }

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(outcome.ok()).isTrue();
        assertThat(outcome.detail()).isEqualTo("all is well");
        assertThat(outcome.output()).isEqualTo("ok\n");
        assertThat(outcome.bundle()).contains(ofSuite.bundleRef());
        assertThat(outcome.changes()).isEqualTo(3);
        assertThat(outcome.bytes()).isEqualTo(10);
        assertThat(outcome.task().name()).isEqualTo("Proxy");
        assertThat(handler.files).containsOnlyKeys("a.conf", "empty");
        assertThat(handler.files.get("a.conf")).asString().isEqualTo("listen 80\n");
        assertThat(handler.calls)
                .containsExactly("recover", "inventory", "decide o-1", "open at 0", "close", "staged", "apply");
        assertThat(ofSuite.reportedStates())
                .containsExactly(
                        ClientState.DOWNLOADING,
                        ClientState.STAGED,
                        ClientState.APPLYING,
                        ClientState.CHECKING,
                        ClientState.SUCCEEDED);
        assertThat(ofSuite.closes).containsExactly(CloseCode.DONE);
    }

    @Test
    void theHelloSaysWhoTheClientIs() throws Exception {
        run();

        Hello hello = server.heard(Hello.class).get(0);
        assertThat(hello.name()).isEqualTo("db-1");
        assertThat(hello.labels()).containsEntry("role", "db");
        assertThat(hello.agent().name()).isEqualTo("parley-client");
        assertThat(hello.resume()).isEmpty();
    }

    @Test
    void aMachineThatIsUpToDateHasNothingToDo() throws Exception {
        handler.files.put("a.conf", "listen 80\n".getBytes(StandardCharsets.UTF_8));
        handler.files.put("empty", new byte[0]);

        Outcome outcome = run();

        assertThat(outcome.state()).isEqualTo(ClientState.NOTHING_TO_DO);
        assertThat(outcome.bundle()).isEmpty();
        assertThat(handler.calls).containsExactly("recover", "inventory");
    }

    @Test
    void aSecondRunFindsNothingToDoAndKeepsTheKey() throws Exception {
        Outcome first = run();
        Outcome second = run();

        assertThat(first.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(second.state()).isEqualTo(ClientState.NOTHING_TO_DO);
        assertThat(second.clientId()).isEqualTo(first.clientId());
        assertThat(server.heard(Hello.class).get(1).resume()).contains(new Position(1, 5));
        assertThat(handler.count("apply")).isEqualTo(1);
    }

    @Test
    void aDeclineIsAnsweredReportedAndTheOutcome() throws Exception {
        MemoryHandler declining = new MemoryHandler() {
            @Override
            public Answer decide(Offer offer) {
                return Answer.decline(offer.offer(), Reason.POLICY, "not on a Friday");
            }
        };

        Outcome outcome;
        try (UpdateClient client = client().handler(declining).build()) {
            outcome = client.run();
        }

        assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
        assertThat(outcome.reason()).contains(Reason.POLICY);
        assertThat(outcome.detail()).isEqualTo("not on a Friday");
        assertThat(outcome.bundle()).contains(server.bundleRef());
        assertThat(server.heard(Answer.class).get(0).decision()).isEqualTo(Decision.DECLINE);
        assertThat(server.reportedStates()).containsExactly(ClientState.DECLINED);
        assertThat(declining.calls).doesNotContain("apply");
    }

    @Test
    void aRollBackIsReportedWithReasonDetailAndOutput() throws Exception {
        handler.result = Applied.rolledBack(Reason.CHECK_FAILED, "the check ended with 1", "no such host\n");

        Outcome outcome = run();

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(Reason.CHECK_FAILED);
        Report last = server.lastReport().orElseThrow();
        assertThat(last.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(last.reason()).contains(Reason.CHECK_FAILED);
        assertThat(last.detail()).contains("the check ended with 1");
        assertThat(last.output()).contains("no such host\n");
    }

    @Test
    void aHandlerThatBreaksWhileApplyingFailsTheAttemptAsInternal() throws Exception {
        MemoryHandler breaking = new MemoryHandler() {
            @Override
            public Applied apply(Offer offer, Agreed agreed, Applying applying) {
                throw new IllegalStateException("a bug");
            }
        };

        try (UpdateClient client = client().handler(breaking).build()) {
            Outcome outcome = client.run();
            assertThat(outcome.state()).isEqualTo(ClientState.FAILED);
            assertThat(outcome.reason()).contains(Reason.INTERNAL);
            assertThat(outcome.detail()).isEqualTo("a bug");
        }
    }

    @Test
    void twoClientsCannotUseOneStateFolderForOneServerAtATime() throws Exception {
        try (StateFolder inUse = StateFolder.open(folder.resolve("state"), server.token())) {
            assertThat(inUse.task()).isEmpty();
            UpdateException failure = failure();
            assertThat(failure.problem()).isEqualTo(Problem.STATE_FOLDER);
            assertThat(failure.why()).startsWith("Another client is using");
        }
    }

    @Test
    void aMachineThatCannotSayWhatItHasIsAProblemOfTheHandler() {
        MemoryHandler blind = new MemoryHandler() {
            @Override
            public Inventory inventory() throws UpdateFailedException {
                throw new UpdateFailedException(Reason.PERMISSION, "The folder cannot be read.");
            }
        };
        UpdateClient client = client().handler(blind).build();

        assertThatThrownBy(client::run).isInstanceOfSatisfying(UpdateException.class, e -> assertThat(e.problem())
                .isEqualTo(Problem.HANDLER));
        assertThat(server.heard(Inventory.class))
                .as("and the server hears why")
                .containsExactly(Inventory.unable(Reason.PERMISSION, "The folder cannot be read."));
    }

    @Test
    void aMachineThatHasMoreThanTheServerTakesTellsItSo() {
        for (int i = 0; i < 1001; i++) {
            handler.files.put("f" + i, new byte[0]);
        }
        UpdateClient client = client().build();

        assertThatThrownBy(client::run).isInstanceOfSatisfying(UpdateException.class, e -> assertThat(e.problem())
                .isEqualTo(Problem.HANDLER));
        assertThat(server.heard(Inventory.class))
                .containsExactly(Inventory.unable(
                        Reason.UNSUPPORTED,
                        "There are 1001 files; the server takes lists of at most 1000 files and 4 MiB."));
        assertThat(server.clientState).isEqualTo(ClientState.DECLINED);
    }

    @Test
    void aClientRunsOnceAndNotAfterItsClose() throws Exception {
        UpdateClient client = client().build();
        client.run();
        assertThatThrownBy(client::run).isInstanceOf(IllegalStateException.class);

        UpdateClient closed = client().build();
        closed.close();
        assertThatThrownBy(closed::run).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aListenerThatFailsChangesNothing() throws Exception {
        UpdateListener failing = new UpdateListener() {
            @Override
            public void offered(Offer offer) {
                throw new IllegalStateException("a listener that fails");
            }
        };
        try (UpdateClient client = client().listener(failing).build()) {
            assertThat(client.run().state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }

    @Test
    void aStartedClientCompletesItsFuture() throws Exception {
        try (UpdateClient client = client().build()) {
            assertThat(client.start().get().state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }

    @Test
    void aListenerCanStopTheRun() {
        UpdateClient[] client = new UpdateClient[1];
        server.reachable = url -> false;
        client[0] = client().listener(new UpdateListener() {
                    @Override
                    public void reconnecting(Duration delay, String why) {
                        client[0].close();
                    }
                })
                .build();

        assertThatThrownBy(client[0]::run).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aQuestionThatIsOpenWhenTheUpdateIsCalledOffIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        MemoryHandler waiting = new MemoryHandler() {
            @Override
            public Answer decide(Offer offer) throws UpdateFailedException {
                server.say(new Cancel("too late"));
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                throw new UpdateFailedException(Reason.CANCELLED, "nobody answered");
            }
        };
        try (UpdateClient client = client().handler(waiting).build()) {
            assertThat(client.run().state()).isEqualTo(ClientState.CANCELLED);
        }
        interrupted.await();
    }

    @Test
    void nameAndLabelsAreCheckedWhenTheClientIsBuilt() {
        assertThatThrownBy(() -> client().name("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client().label("-", "").build()).isInstanceOf(IllegalArgumentException.class);
        UpdateClient.Builder long32 = client();
        for (int i = 0; i < 31; i++) {
            long32.label("a".repeat(60) + i, "b".repeat(63));
        }
        assertThatThrownBy(long32::build).hasMessageContaining("4 KiB");
        assertThatThrownBy(() -> UpdateClient.builder(server.token()).build())
                .isInstanceOf(IllegalStateException.class);
    }
}
