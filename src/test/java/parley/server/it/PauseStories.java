package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Proceed;
import parley.message.Resume;
import parley.message.TaskState;
import parley.message.Welcome;

/** A task that is paused and resumed. */
interface PauseStories extends OnServer {

    @Test
    default void whoJoinsAPausedTaskIsOfferedNothingUntilItGoesOn() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        task.pause("lunch");
        assertThat(task.now().getString("state")).isEqualTo("paused");
        assertThat(task.now().getString("pausedBy")).isEqualTo("operator");
        assertThat(task.now().getString("reason")).isEqualTo("lunch");
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key())) {
            peer.say(LockStepPeer.hello("early"));
            assertThat(peer.hear(Welcome.class).task().state()).isEqualTo(TaskState.PAUSED);
            peer.say(Inventory.empty());
            assertThat(peer.hear()).isEqualTo(new Pause("lunch"));

            task.resume();

            assertThat(peer.hear()).isEqualTo(new Resume("the task goes on"));
            peer.agree(Inventory.empty());
        }
        assertThat(task.now()).doesNotContainKeys("pausedBy", "reason");
    }

    @Test
    default void whoHasStagedMeanwhileMayApplyOnceTheTaskGoesOn() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "held")) {
            peer.say(Inventory.empty());
            Offer offer = peer.hear(Offer.class);
            task.pause("");
            assertThat(peer.hear()).isEqualTo(new Pause("the task is paused"));
            peer.say(Answer.accept(offer.offer()));
            peer.hear(Agreed.class);
            peer.report(offer, 1, ClientState.STAGED);
            assertThat(peer.hear()).isEqualTo(new Ack(1, 1));
            assertThat(peer.hear()).isEqualTo(new Pause("the task is paused"));

            task.resume();

            assertThat(new Object[] {peer.hear(), peer.hear()})
                    .containsExactlyInAnyOrder(new Resume("the task goes on"), new Proceed(offer.offer()));
            peer.report(offer, 2, ClientState.SUCCEEDED);
            assertThat(peer.hear()).isEqualTo(new Ack(1, 2));
        }
        assertThat(server().admin().get("/api/v1/audit?limit=50").expect(200).text())
                .contains("\"action\":\"task.paused\"", "\"action\":\"task.resumed\"");
    }

    @Test
    default void onlyAnOpenTaskIsPausedAndOnlyAPausedOneResumed() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        Rest admin = server().admin();
        admin.post(task.path() + "/resume", "").expectProblem(409, "wrong_state");
        task.pause("lunch");
        admin.post(task.path() + "/pause", "{}").expectProblem(409, "wrong_state");
        server().as("viewer").post(task.path() + "/resume", "").expectProblem(403, "wrong_role");
        task.cancel();
        assertThat(task.now()).doesNotContainKey("pausedBy");
        admin.post(task.path() + "/resume", "").expectProblem(409, "wrong_state");
    }
}
