package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.client.testing.internal.FakeSession;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Fetch;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Reason;
import parley.message.Report;
import parley.message.Resume;
import parley.message.TaskState;

/** Updates that are held by a paused task. */
class HeldUpdateTest extends ClientFixture {

    private static final Resume BACK = new Resume("back");

    /** What the server heard before it let the client go on. */
    private List<Message> heardBeforeItWentOn() {
        return server.heard.subList(0, server.heard.indexOf(BACK));
    }

    private void resume(FakeSession session) {
        server.taskState = TaskState.OPEN;
        server.heard.add(BACK);
        session.send(BACK);
    }

    @Test
    void aClientOfAPausedTaskLooksAgainWhenTheTaskGoesOn() throws Exception {
        server.taskState = TaskState.PAUSED;
        server.instead = (session, message) -> {
            if (message instanceof Inventory && server.taskState == TaskState.PAUSED) {
                session.send(new Pause("lunch"));
                resume(session);
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(server.heard(Inventory.class)).hasSize(2);
        assertThat(handler.count("inventory")).isEqualTo(2);
    }

    @Test
    void aResumeInTheMiddleOfAnUpdateNeedsNoNewLook() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Answer || message instanceof Report) {
                session.send(new Pause("lunch"));
                session.send(BACK);
            }
            server.answer(session, message);
        };

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(handler.count("decide")).isEqualTo(1);
        assertThat(handler.count("apply")).isEqualTo(1);
        assertThat(server.reports).extracting(Report::seq).doesNotHaveDuplicates();
    }

    @Test
    void aClientThatStaysLooksAgainAfterAnEndedUpdateWhenTheOperatorHasItTriedAgain() throws Exception {
        UpdateClient[] client = new UpdateClient[1];
        List<ClientState> ends = Collections.synchronizedList(new ArrayList<>());
        MemoryHandler mended = new MemoryHandler() {
            @Override
            public void staged(Offer offer, Agreed agreed) throws UpdateFailedException {
                super.staged(offer, agreed);
                if (ends.isEmpty()) {
                    throw new UpdateFailedException(Reason.NO_SPACE, "the disk is full");
                }
            }
        };
        listener = new UpdateListener() {
            @Override
            public void ended(Outcome outcome) {
                ends.add(outcome.state());
                if (outcome.state() == ClientState.SUCCEEDED) {
                    client[0].close();
                    return;
                }
                server.clientState = ClientState.JOINED;
                server.agreed = false;
                server.offerId = "o-2";
                server.say(new Resume("the operator has it tried again"));
            }
        };
        client[0] = client().handler(mended).listener(listener).stay(true).build();

        assertThatThrownBy(client[0]::run).isInstanceOf(InterruptedException.class);

        assertThat(ends).containsExactly(ClientState.FAILED, ClientState.SUCCEEDED);
        assertThat(server.tries).hasSize(1);
        assertThat(server.heard(Inventory.class)).hasSize(2);
    }

    @Test
    void aPausedDownloadThatLosesItsConnectionGoesOnAfterTheResume() throws Exception {
        for (int i = 0; i < 8; i++) {
            server.file("data/" + i, (i + "x".repeat(20_000)));
        }
        AtomicInteger fetches = new AtomicInteger();
        server.instead = (session, message) -> {
            if (message instanceof Fetch && fetches.incrementAndGet() == 2) {
                server.taskState = TaskState.PAUSED;
                session.send(new Pause("lunch"));
                server.cutAfterBytes = 5_000;
                server.answer(session, message);
            } else if (message instanceof Inventory && server.taskState == TaskState.PAUSED) {
                server.answer(session, message);
                session.send(new Ping());
            } else if (message instanceof Pong) {
                resume(session);
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(server.tries).hasSize(2);
        int reconnected = server.heard.lastIndexOf(server.heard(Inventory.class).get(1));
        assertThat(server.heard.subList(reconnected, server.heard.indexOf(BACK)))
                .noneMatch(Fetch.class::isInstance);
        assertThat(handler.files).hasSize(9);
    }

    @Test
    void aPausedTaskThatTheServerDoesNotSayAnythingAboutAfterAReconnectIsAskedAboutAfterTheResume() throws Exception {
        server.cutBefore = message -> message instanceof Fetch;
        server.instead = (session, message) -> {
            if (message instanceof Inventory && server.heard(Inventory.class).size() == 2) {
                session.send(new Pause("lunch"));
                resume(session);
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ClientState.class,
            names = {"APPLYING", "CHECKING"})
    void whatIsBeingAppliedWhenTheTaskIsPausedIsBroughtToItsEnd(ClientState moment) throws Exception {
        server.instead = (session, message) -> {
            if (isReport(message, moment)) {
                session.send(new Pause("lunch"));
            }
            server.answer(session, message);
        };

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
    }

    @Test
    void aProceedThatCrossesAPauseIsKeptUntilTheResume() throws Exception {
        server.instead = (session, message) -> {
            if (isReport(message, ClientState.STAGED)) {
                session.send(new Pause("lunch"));
                server.answer(session, message);
                session.cut();
            } else if (message instanceof Inventory && server.tries.size() == 2) {
                server.taskState = TaskState.PAUSED;
                session.send(new Pause("lunch"));
                session.send(new Ping());
            } else if (message instanceof Pong) {
                resume(session);
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(heardBeforeItWentOn()).noneMatch(m -> isReport(m, ClientState.APPLYING));
        assertThat(handler.count("apply")).isEqualTo(1);
    }
}
