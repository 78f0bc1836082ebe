package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Fetch;
import parley.message.Inventory;
import parley.message.Pause;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Report;
import parley.message.Resume;
import parley.message.TaskState;

/** What the operator pushes before, during and after the download. */
class PushedUpdateTest extends ClientFixture {

    @Test
    void aPausedClientFetchesNothingNewUntilItGoesOn() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Answer) {
                session.send(new Pause("lunch"));
                server.answer(session, message);
            } else if (message instanceof Report && server.heard(Fetch.class).isEmpty()) {
                server.answer(session, message);
                server.heard.add(new Resume("back"));
                session.send(new Resume("back"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        int resumed = server.heard.indexOf(new Resume("back"));
        assertThat(server.heard.subList(0, resumed)).noneMatch(Fetch.class::isInstance);
    }

    @Test
    void whatIsPausedAfterItsDownloadIsAppliedWhenItGoesOn() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Report report && report.state() == ClientState.STAGED) {
                session.send(new Pause("lunch"));
                server.answer(session, message);
                session.send(new Ping());
            } else if (message instanceof Pong) {
                server.heard.add(new Resume("back"));
                session.send(new Resume("back"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run(client()).state()).isEqualTo(ClientState.SUCCEEDED);

        int resumed = server.heard.indexOf(new Resume("back"));
        assertThat(server.heard.subList(0, resumed))
                .noneMatch(m -> m instanceof Report report && report.state() == ClientState.APPLYING);
    }

    @Test
    void aTaskThatIsPausedAlreadyAtTheWelcomeHoldsTheUpdateBack() throws Exception {
        server.taskState = TaskState.PAUSED;
        server.instead = (session, message) -> {
            server.answer(session, message);
            if (message instanceof Inventory && server.heard(Resume.class).isEmpty()) {
                server.taskState = TaskState.OPEN;
                server.heard.add(new Resume("back"));
                session.send(new Resume("back"));
            }
        };

        assertThat(run(client()).state()).isEqualTo(ClientState.SUCCEEDED);

        int resumed = server.heard.indexOf(new Resume("back"));
        assertThat(server.heard.subList(0, resumed)).noneMatch(parley.message.Fetch.class::isInstance);
    }

    @Test
    void aPushedCancelAfterTheDownloadEndsTheUpdateUnapplied() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Report report && report.state() == ClientState.STAGED) {
                session.send(new Cancel("wrong bundle"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run(client()).state()).isEqualTo(ClientState.CANCELLED);
        assertThat(handler.calls).contains("abandoned o-1").doesNotContain("apply");
    }

    @Test
    void aPushedCancelBeforeTheAnswerEndsTheUpdate() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Answer) {
                session.send(new Cancel("wrong bundle"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run(client()).state()).isEqualTo(ClientState.CANCELLED);
        assertThat(handler.calls).doesNotContain("apply");
    }
}
