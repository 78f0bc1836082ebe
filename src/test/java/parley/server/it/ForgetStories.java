package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Proceed;
import parley.protocol.CloseCode;
import parley.protocol.StaticKey;

/** A machine that was installed anew joins under its old name; and one that is a copy of another. */
interface ForgetStories extends OnServer {

    @Test
    default void forgottenClientLeavesItsNameAndItsSeatToTheReinstalledMachine() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"maxClients\":1}");
        StaticKey lost = LockStepPeer.key();
        try (LockStepPeer old = LockStepPeer.joined(server(), task.joinToken(), lost, "db-1")) {
            old.agree(Inventory.empty());
            JsonObject was = task.client("db-1");
            forget(task, "db-1", "?clientId=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").expectProblem(412, "changed");

            JsonObject client = forget(task, "db-1", "?clientId=" + was.getString("clientId"))
                    .expect(200)
                    .json();

            assertThat(client.getString("state")).isEqualTo("accepted");
            assertThat(old.hearClose(CloseCode.REVOKED))
                    .isEqualTo(
                            "An operator has removed this client from the task; parley leave --forget, then join as a"
                                    + " new one.");
        }
        assertThat(task.now().getInt("clients")).isZero();
        forget(task, "db-1", "").expectProblem(404, "not_found");
        try (LockStepPeer again = LockStepPeer.handshake(server(), task.joinToken(), lost)) {
            again.hearClose(CloseCode.REVOKED);
        }
        try (LockStepPeer anew = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "db-1")) {
            anew.agree(Inventory.empty());
            assertThat(task.now().getInt("clients")).isEqualTo(1);
            assertThat(task.client("db-1").getInt("attempt")).isEqualTo(1);
        }
        assertThat(server().admin()
                        .get("/api/v1/audit?limit=50&subject=" + task.id())
                        .expect(200)
                        .text())
                .contains("\"action\":\"client.forgotten\"", "\"was\":\"accepted\"");
    }

    /** Its place among the expected ones is free: the others wait for the next client, and then all go on. */
    @Test
    default void whoWaitsForTheOthersWaitsForTheSuccessorOfAForgottenClient() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"apply\":\"together\",\"expectedClients\":2}");
        try (LockStepPeer first = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "pair-1");
                LockStepPeer lost = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "pair-2")) {
            Offer offer = HeldScenes.stage(first);
            lost.agree(Inventory.empty());

            forget(task, "pair-2", "").expect(200);

            lost.hearClose(CloseCode.REVOKED);
            assertThat(task.client("pair-1").getString("waitsFor")).isEqualTo("others");
            try (LockStepPeer anew = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "pair-2")) {
                Offer other = HeldScenes.stage(anew);

                assertThat(first.hear()).isEqualTo(new Proceed(offer.offer()));
                assertThat(anew.hear()).isEqualTo(new Proceed(other.offer()));
            }
        }
    }

    @Test
    default void whoIsForgottenHoldsUpTheOthersNoLonger() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"apply\":\"together\",\"expectedClients\":1}");
        try (LockStepPeer lost = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "slow");
                LockStepPeer first = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "ready")) {
            lost.agree(Inventory.empty());
            Offer offer = HeldScenes.stage(first);

            forget(task, "slow", "").expect(200);

            assertThat(first.hear()).isEqualTo(new Proceed(offer.offer()));
        }
    }

    @Test
    default void onlyAnOperatorForgetsAndOnlyInARunningTask() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "db-2")
                .close();
        server().as("viewer").post(task.path() + "/clients/db-2/forget", "").expectProblem(403, "wrong_role");
        task.cancel();
        assertThat(forget(task, "db-2", "")
                        .expectProblem(409, "wrong_state")
                        .json()
                        .getString("detail"))
                .isEqualTo("The task has ended: it is cancelled. Nobody joins it any more.");
    }

    @Test
    default void oneKeyUnderTwoNamesIsShownToTheOperator() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        StaticKey copied = LockStepPeer.key();
        try (LockStepPeer golden = LockStepPeer.joined(server(), task.joinToken(), copied, "golden");
                LockStepPeer clone = LockStepPeer.handshake(server(), task.joinToken(), copied)) {
            clone.say(LockStepPeer.hello("clone-7"));

            assertThat(clone.hearClose(CloseCode.NAME_TAKEN))
                    .isEqualTo("In this task this key is that of golden, not of clone-7; was it copied?");
            golden.say(new Ping());
            golden.hear(Pong.class);
        }
        JsonObject client = task.client("golden");
        assertThat(client.getString("otherName")).isEqualTo("clone-7");
        assertThat(client.getString("otherNameAt")).isNotEmpty();
        Await.until("the refusal is in the audit log", Duration.ofSeconds(30), () -> server().admin()
                .get("/api/v1/audit?limit=50&action=client.refused&subject=" + task.id())
                .expect(200)
                .text()
                .contains("another_name_before"));
    }

    private Rest.Answer forget(StartedTask task, String client, String query) throws Exception {
        return server().admin().post(task.path() + "/clients/" + client + "/forget" + query, "");
    }
}
