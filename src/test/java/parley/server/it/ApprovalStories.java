package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Resume;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.protocol.CloseCode;
import parley.protocol.StaticKey;

/** New clients of a task that asks for an operator's approval. */
interface ApprovalStories extends OnServer {

    private StartedTask approved(Path folder) throws Exception {
        return StartedTask.start(
                server(),
                server().port(),
                Map.of("app.conf", "who: approved\n", "story.txt", folder.toString()),
                "{\"approval\":true,\"confirm\":\"PT0S\"}");
    }

    private static String code(LockStepPeer peer) throws Exception {
        peer.say(Inventory.empty());
        Wait wait = peer.hear(Wait.class);
        assertThat(wait.waitFor()).isEqualTo(WaitFor.APPROVAL);
        return peer.approvalCode(wait.revealBytes().orElseThrow());
    }

    private static String path(StartedTask task, String action) {
        return task.path() + "/clients/edge/" + action;
    }

    @Test
    default void bothSidesShowTheSameDigitsAndTheUpdateIsOfferedAfterTheApproval(@TempDir Path folder)
            throws Exception {
        StartedTask task = approved(folder);
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "edge")) {
            String code = code(peer);

            assertThat(code).matches("[0-9]{3} [0-9]{3}");
            assertThat(task.client("edge").getString("state")).isEqualTo("pending");
            assertThat(task.client("edge").getString("waitsFor")).isEqualTo("approval");
            assertThat(task.client("edge").getString("approvalCode")).isEqualTo(code);
            String other = code.startsWith("1") ? "2" + code.substring(1) : "1" + code.substring(1);
            assertThat(server().admin()
                            .post(path(task, "approve?code=" + other.replace(" ", "")), "{}")
                            .expect(409)
                            .text())
                    .contains("\"code\":\"wrong_code\"");
            assertThat(task.stateOf("edge")).isEqualTo("pending");

            server().admin()
                    .post(path(task, "approve?code=" + code.replace(" ", "")), "{}")
                    .expect(200);

            peer.hear(Resume.class);
            peer.say(Inventory.empty());
            peer.hear(Offer.class);
            assertThat(task.client("edge").containsKey("approvalCode")).isFalse();
            assertThat(server().admin()
                            .post(path(task, "approve"), "{}")
                            .expect(409)
                            .text())
                    .contains("\"code\":\"wrong_state\"");
        }
        assertThat(server().admin().get("/api/v1/audit?limit=50").expect(200).text())
                .contains("\"action\":\"client.approved\"");
    }

    @Test
    default void aClientOfTheLibraryWaitsForTheApprovalAndThenSucceeds(@TempDir Path folder) throws Exception {
        StartedTask task = approved(folder);
        try (JoiningClient client = new Machine(folder, "edge").begin(task.token())) {
            String shown = client.awaitApprovalCode();
            assertThat(task.client("edge").getString("approvalCode")).isEqualTo(shown);

            server().admin().post(path(task, "approve"), "{}").expect(200);

            assertThat(client.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(task.statesOf("edge")).startsWith("pending", "joined", "offered");
    }

    @Test
    default void aClientThatIsDeniedIsNotLetInAgain(@TempDir Path folder) throws Exception {
        StartedTask task = approved(folder);
        StaticKey key = LockStepPeer.key();
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), key, "edge")) {
            code(peer);

            server().admin().post(path(task, "deny"), "{}").expect(200);

            peer.hearClose(CloseCode.DENIED);
        }
        assertThat(task.stateOf("edge")).isEqualTo("revoked");
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), key)) {
            peer.say(LockStepPeer.hello("edge"));
            peer.hearClose(CloseCode.DENIED);
        }
    }

    @Test
    default void aClientGetsThreeCodesAndNoMore(@TempDir Path folder) throws Exception {
        StartedTask task = approved(folder);
        StaticKey key = LockStepPeer.key();
        for (int session = 0; session < 3; session++) {
            try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), key, "edge")) {
                String code = code(peer);
                assertThat(code(peer)).as("again in the same session").isEqualTo(code);
            }
        }
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), key, "edge")) {
            peer.say(Inventory.empty());
            peer.hearClose(CloseCode.DENIED);
        }
        assertThat(task.client("edge").containsKey("approvalCode")).isFalse();
    }
}
