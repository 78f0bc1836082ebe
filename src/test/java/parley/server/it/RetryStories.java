package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import parley.message.Answer;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.Resume;
import parley.protocol.StaticKey;

/** Retries by an operator of clients whose attempt has ended. */
interface RetryStories extends OnServer {

    @Test
    default void aConnectedClientIsToldToLookAgainAndGetsANewAttempt() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "again-1")) {
            decline(peer);
            task.awaitClient("again-1", "declined");
            assertThat(get(task, "/failures"))
                    .matches("\\{\"clients\":1,\"groups\":\\[\\{\"clients\":1,"
                            + "\"key\":\"[0-9a-f-]{36}\",\"line\":\"not now\",\"names\":\\[\"again-1\"],"
                            + "\"reason\":\"policy\",\"state\":\"declined\"}],\"others\":0}");
            assertThat(get(task, "/clients?search=Not%20NOW")).contains("\"name\":\"again-1\"");
            assertThat(get(task, "/clients?search=polic")).contains("\"name\":\"again-1\"");
            assertThat(get(task, "/clients?search=no_space")).isEqualTo("{\"clients\":[]}");

            JsonObject client = retry(task, "again-1").expect(200).json();

            assertThat(client.getString("state")).isEqualTo("joined");
            assertThat(client.getInt("attempt")).isEqualTo(1);
            peer.hear(Resume.class);
            assertThat(peer.agree(Inventory.empty()).attempt()).isEqualTo(2);
        }
        assertThat(task.client("again-1").getJsonArray("history").getValuesAs(JsonObject.class))
                .extracting(step -> step.getString("to"))
                .containsExactly("joined", "offered", "declined", "joined", "offered", "accepted");
        assertThat(server().admin().get("/api/v1/audit?limit=50").expect(200).text())
                .contains("\"action\":\"client.retried\"");
        server().as("viewer").post(task.path() + "/clients/again-1/retry", "").expectProblem(403, "wrong_role");
    }

    @Test
    default void aClientThatIsAwayFindsOutWhenItComesBack() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        StaticKey key = LockStepPeer.key();
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), key, "again-2")) {
            decline(peer);
            task.awaitClient("again-2", "declined");
        }
        retry(task, "again-2").expect(200);
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), key, "again-2")) {
            peer.say(Inventory.empty());
            assertThat(peer.hear(Offer.class).attempt()).isEqualTo(2);
        }
    }

    @Test
    default void onlyWhoHasEndedInARunningTaskIsTriedAgain() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "again-3")) {
            peer.agree(Inventory.empty());
            assertThat(refusal(task, "again-3")).isEqualTo("The client has not ended: it is accepted.");
            task.revokeClient("again-3");
            assertThat(refusal(task, "again-3"))
                    .isEqualTo("The client was revoked, and is not let in again in this task.");
        }
        retry(task, "nobody").expectProblem(404, "not_found");
        task.cancel();
        assertThat(refusal(task, "again-3")).isEqualTo("The task has ended: it is cancelled.");
    }

    private static void decline(LockStepPeer peer) throws Exception {
        peer.say(Inventory.empty());
        peer.say(Answer.decline(peer.hear(Offer.class).offer(), Reason.POLICY, "not now"));
    }

    private String get(StartedTask task, String path) throws Exception {
        return server().admin().get(task.path() + path).expect(200).text();
    }

    private Rest.Answer retry(StartedTask task, String client) throws Exception {
        return server().admin().post(task.path() + "/clients/" + client + "/retry", "");
    }

    private String refusal(StartedTask task, String client) throws Exception {
        return retry(task, client).expectProblem(409, "wrong_state").json().getString("detail");
    }
}
