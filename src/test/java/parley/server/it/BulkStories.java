package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.message.Cancel;
import parley.message.Inventory;
import parley.message.Resume;
import parley.message.Wait;
import parley.message.Welcome;
import parley.protocol.CloseCode;

/** An operator does the same to many clients with one request. */
interface BulkStories extends OnServer {

    private LockStepPeer waiting(StartedTask task, String name, String site) throws Exception {
        LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key());
        peer.say(LockStepPeer.hello(name, Map.of("site", site)));
        peer.hear(Welcome.class);
        peer.say(Inventory.empty());
        peer.hear(Wait.class);
        return peer;
    }

    private String bulk(StartedTask task, String query, String request) throws Exception {
        return server().admin()
                .post(task.path() + "/clients" + query, request)
                .expect(200)
                .text();
    }

    @Test
    default void whoMatchesASelectorIsApprovedAndWhoIsNamedIsDenied() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"approval\":true}");
        try (LockStepPeer one = waiting(task, "web-1", "berlin");
                LockStepPeer two = waiting(task, "web-2", "berlin");
                LockStepPeer three = waiting(task, "web-3", "paris")) {

            assertThat(bulk(task, "", "{\"action\":\"approve\",\"selector\":\"site in (berlin,bonn)\"}"))
                    .isEqualTo("{\"clients\":[{\"connected\":true,\"name\":\"web-1\"},"
                            + "{\"connected\":true,\"name\":\"web-2\"}],\"skipped\":[]}");

            one.hear(Resume.class);
            two.hear(Resume.class);
            assertThat(task.stateOf("web-3")).isEqualTo("pending");

            assertThat(bulk(task, "", "{\"action\":\"deny\",\"names\":[\"web-3\",\"web-1\",\"web-9\"]}"))
                    .isEqualTo("{\"clients\":[{\"connected\":true,\"name\":\"web-3\"}],\"skipped\":["
                            + "{\"code\":\"wrong_state\",\"detail\":\"The client does not wait for approval: it is "
                            + "joined.\",\"name\":\"web-1\"},"
                            + "{\"code\":\"not_found\",\"detail\":\"No client of this task has that name.\","
                            + "\"name\":\"web-9\"}]}");

            three.hearClose(CloseCode.DENIED);
        }
        assertThat(server().admin()
                        .get("/api/v1/audit?limit=50&subject=" + task.id())
                        .expect(200)
                        .text())
                .contains("\"action\":\"client.approved\"", "\"action\":\"client.denied\"");
    }

    @Test
    default void aRequestForManyClientsGoesOnWhereTheOneBeforeEnded() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"approval\":true}");
        try (LockStepPeer one = waiting(task, "web-1", "berlin");
                LockStepPeer two = waiting(task, "web-2", "berlin")) {

            String cursor = "?cursor=d2ViLTE"; // web-1
            assertThat(bulk(task, cursor, "{\"action\":\"revoke\",\"selector\":\"\"}"))
                    .isEqualTo("{\"clients\":[{\"connected\":true,\"name\":\"web-2\"}],\"skipped\":[]}");

            two.hearClose(CloseCode.DENIED);
            assertThat(task.stateOf("web-1")).isEqualTo("pending");
            assertThat(bulk(task, "", "{\"action\":\"retry\",\"state\":\"cancelled\"}"))
                    .isEqualTo("{\"clients\":[],\"skipped\":[]}");
            one.say(Inventory.empty());
            one.hear(Wait.class);
        }
    }

    @Test
    default void aRequestThatDoesNotSayWhomItMeansChangesNobody() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"approval\":true}");
        try (LockStepPeer one = waiting(task, "web-1", "berlin")) {
            for (String request : new String[] {
                "{}",
                "{\"action\":\"approve\"}",
                "{\"action\":\"forget\",\"selector\":\"\"}",
                "{\"action\":\"approve\",\"names\":[\"web-1\"],\"selector\":\"\"}",
                "{\"action\":\"approve\",\"names\":[null]}",
                "{\"action\":\"approve\",\"selector\":\"site=\\\"\"}",
                "{\"action\":\"retry\",\"state\":\"succeeded\"}",
            }) {
                JsonObject problem = server().admin()
                        .post(task.path() + "/clients", request)
                        .expect(400)
                        .json();

                assertThat(problem.getString("code")).as(request).isEqualTo("invalid");
                assertThat(problem.getString("hint")).as(request).isNotEmpty();
            }
            assertThat(task.stateOf("web-1")).isEqualTo("pending");
            one.say(Inventory.empty());
            one.hear(Wait.class);
        }
    }

    @Test
    default void aClientThatNobodyApprovesIsTimedOutAndCanWaitAgain() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"approval\":true,\"approvalTimeout\":\"PT2S\"}");
        try (LockStepPeer one = waiting(task, "web-1", "berlin")) {
            one.hear(Cancel.class);
            assertThat(task.stateOf("web-1")).isEqualTo("timed_out");
            assertThat(task.client("web-1").getString("detail")).isEqualTo("no operator approved it within PT2S");

            assertThat(bulk(task, "", "{\"action\":\"retry\",\"selector\":\"\"}"))
                    .contains("\"name\":\"web-1\"");
        }
        assertThat(task.statesOf("web-1")).startsWith("pending", "timed_out", "pending");
    }
}
