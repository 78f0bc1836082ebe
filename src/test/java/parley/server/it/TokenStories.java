package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.UpdateException;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.protocol.CloseCode;
import parley.protocol.JoinToken;
import parley.protocol.StaticKey;

/** Join tokens after they were made: rotated, extended, described, used, and revoked with those who came with them. */
interface TokenStories extends OnServer {

    @Test
    default void rotatedTokenAdmitsNobodyNewAndItsSuccessorHasTheSeatsThatAreLeft() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"maxClients\":2}");
        JoinToken old = task.joinToken();
        StaticKey enrolled = LockStepPeer.key();
        LockStepPeer.joined(server(), old, enrolled, "first").close();
        describe(task, old.keyId().hex(), "for the second floor");

        JsonObject made = rotate(task, old.keyId().hex(), "{}").expect(201).json();

        JoinToken next = JoinToken.parse(made.getString("token"));
        assertThat(made.getString("description")).isEqualTo("for the second floor");
        assertThat(made.getInt("maxClients")).isEqualTo(2);
        assertThat(made.getInt("used")).isEqualTo(1);
        assertThat(next.notAfter()).isEqualTo(old.notAfter());
        assertThat(next.psk()).isNotEqualTo(old.psk());
        refuses(old, CloseCode.REVOKED);
        LockStepPeer.joined(server(), old, enrolled, "first").close();
        LockStepPeer.joined(server(), next, LockStepPeer.key(), "second").close();
        refuses(next, CloseCode.USED_UP);
        assertThat(token(task, old.keyId().hex()).getString("replacedBy"))
                .isEqualTo(next.keyId().hex());
        assertThat(server().admin().get(task.path() + "/tokens").expect(200).text())
                .doesNotContain(made.getString("token"));

        server().admin().post(task.path() + "/clients/first/forget", "").expect(200);

        LockStepPeer.joined(server(), next, LockStepPeer.key(), "first").close();
        assertThat(audited(old.keyId().hex()))
                .contains("token.rotated", next.keyId().hex());
    }

    @Test
    default void seatOfAForgottenClientComesBackOverSeveralRotations() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"maxClients\":1}");
        JoinToken first = task.joinToken();
        LockStepPeer.joined(server(), first, LockStepPeer.key(), "only").close();
        String second = rotate(task, first.keyId().hex(), "{\"maxClients\":2}")
                .expect(201)
                .json()
                .getString("keyId");
        JsonObject third = rotate(task, second, "{}").expect(201).json();
        assertThat(token(task, first.keyId().hex()).getString("replacedBy")).isEqualTo(third.getString("keyId"));

        server().admin().post(task.path() + "/clients/only/forget", "").expect(200);

        assertThat(token(task, third.getString("keyId")).getInt("used")).isZero();
    }

    @Test
    default void rotationThatIsRepeatedMakesOneTokenAndShowsItOnce() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        String path = task.path() + "/tokens/" + task.joinToken().keyId().hex() + "/rotate";
        String key = UUID.randomUUID().toString();
        JsonObject made = server().admin()
                .post(path, "{}", RepeatStories.KEY, key)
                .expect(201)
                .json();
        JsonObject again = server().admin()
                .post(path, "{}", RepeatStories.KEY, key)
                .expect(200)
                .json();

        assertThat(again.getString("keyId")).isEqualTo(made.getString("keyId"));
        assertThat(again).doesNotContainKeys("token", "joinCommand", "qr");
        assertThat(problem(server().admin().post(path, "{}")))
                .isEqualTo("The token is revoked; " + made.getString("keyId") + " took its place.");
    }

    @Test
    default void tokenThatIsUsedUpIsRotatedWithMoreSeatsOnly() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"maxClients\":1}");
        String keyId = task.joinToken().keyId().hex();
        LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "first")
                .close();
        assertThat(problem(rotate(task, keyId, "{}")))
                .isEqualTo("The token has expired or is used up; another one with the same terms would be, too.");
        assertThat(token(task, keyId).getString("state")).isEqualTo("used_up");

        JsonObject made = rotate(task, keyId, "{\"maxClients\":2,\"expiresIn\":\"PT1H\"}")
                .expect(201)
                .json();

        assertThat(Instant.parse(made.getString("expires")))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(59)),
                        Instant.now().plus(Duration.ofMinutes(61)));
        LockStepPeer.joined(server(), JoinToken.parse(made.getString("token")), LockStepPeer.key(), "second")
                .close();
    }

    @Test
    default void extendedTokenAdmitsMoreClientsAndForLonger() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"maxClients\":1}");
        JoinToken small = task.joinToken();
        LockStepPeer.joined(server(), small, LockStepPeer.key(), "first").close();
        refuses(small, CloseCode.USED_UP);
        change(task, small.keyId().hex(), "{\"maxClients\":2}").expect(200);
        LockStepPeer.joined(server(), small, LockStepPeer.key(), "second").close();

        JoinToken brief = task.joinToken("{\"expiresIn\":\"PT1S\",\"maxClients\":5}");
        Await.until("the token has expired", Duration.ofSeconds(10), () -> task.stateOfToken(
                        brief.keyId().hex())
                .equals("expired"));
        JsonObject extended = change(task, brief.keyId().hex(), "{\"expiresIn\":\"PT2H\"}")
                .expect(200)
                .json();
        assertThat(extended.getString("state")).isEqualTo("live");
        assertThat(extended.getInt("maxClients")).isEqualTo(5);
        LockStepPeer.joined(server(), brief, LockStepPeer.key(), "third").close();
        assertThat(problem(change(task, brief.keyId().hex(), "{\"expiresIn\":\"PT1M\"}")))
                .startsWith("The token lets in 5 clients until ")
                .endsWith("; it can be extended, not shortened.");
        assertThat(problem(change(task, brief.keyId().hex(), "{\"maxClients\":4}")))
                .contains("not shortened");
        assertThat(audited(brief.keyId().hex())).contains("token.changed");
    }

    @Test
    default void neitherARevokedTokenNorThatOfAnEndedTaskIsExtended() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        String keyId = task.joinToken().keyId().hex();
        String other = task.moreTokens("{}").getString("keyId");
        task.revokeToken(other);
        assertThat(problem(change(task, other, "{\"maxClients\":500}"))).isEqualTo("The token is revoked.");
        task.cancel();
        assertThat(problem(change(task, keyId, "{\"maxClients\":500}")))
                .isEqualTo("The task is not open, so its token would admit no client.");
        assertThat(problem(rotate(task, keyId, "{}")))
                .isEqualTo("The task is not open, so its token would admit no client.");
        describe(task, keyId, "of the old days");
    }

    @Test
    default void descriptionIsChangedAndTakenAway() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        String keyId = task.moreTokens("{\"description\":\"<b>Halle 3</b>\"}").getString("keyId");
        assertThat(token(task, keyId).getString("description")).isEqualTo("<b>Halle 3</b>");
        describe(task, keyId, "Halle 4");
        assertThat(change(task, keyId, "{\"description\":null}").expect(200).json())
                .doesNotContainKey("description");
        change(task, "f".repeat(32), "{\"description\":\"x\"}").expectProblem(404, "unknown_token");
        change(StartedTask.start(server(), "{}"), keyId, "{\"description\":\"x\"}")
                .expectProblem(404, "unknown_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"urls\":[]}",
                "{\"description\":7}",
                "{\"description\":\"two\\nlines\"}",
                "{\"description\":\"\\u001b[2J\"}",
                "{\"expiresIn\":null}",
                "{\"expiresIn\":\"P31D\"}",
                "{\"expiresIn\":\"tomorrow\"}",
                "{\"maxClients\":0}",
                "{\"maxClients\":1.5}",
                "{\"maxClients\":1e9}",
                "{\"maxClients\":\"7\"}"
            })
    default void changeThatSaysNothingSensibleIsInvalid(String change) throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        change(task, task.joinToken().keyId().hex(), change).expectProblem(400, "invalid");
    }

    @Test
    default void listSaysWhichClientCameLastAndWhen() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        JoinToken token = task.joinToken();
        String keyId = token.keyId().hex();
        assertThat(token(task, keyId)).doesNotContainKeys("lastUsed", "lastUsedBy");
        StaticKey first = LockStepPeer.key();
        LockStepPeer.joined(server(), token, first, "first").close();
        LockStepPeer.joined(server(), token, LockStepPeer.key(), "second").close();
        LockStepPeer.joined(server(), token, first, "first").close();

        assertThat(token(task, keyId).getString("lastUsedBy")).isEqualTo("second");
        assertThat(Instant.parse(token(task, keyId).getString("lastUsed")))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    default void revokedWithItsClientsTheTokenEndsTheirSessionsAndNoOthers(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"apply\":\"together\",\"expectedClients\":9}");
        JoinToken leaked = task.joinToken("{\"urls\":[\"ws://127.0.0.1:" + server().port() + "\"]}");
        String keyId = leaked.keyId().hex();
        StaticKey away = LockStepPeer.key();
        LockStepPeer.joined(server(), leaked, away, "away").close();
        try (JoiningClient connected = new Machine(folder, "connected").begin(leaked.unsafeText());
                LockStepPeer other = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "other")) {
            connected.await(Wait.of(WaitFor.OTHERS));
            long begin = System.nanoTime();

            JsonObject revoked = server().admin()
                    .delete(task.path() + "/tokens/" + keyId + "?withClients=true")
                    .expect(200)
                    .json();

            assertThat(revoked.getInt("clients")).isEqualTo(2);
            assertThat(revoked.getString("state")).isEqualTo("revoked");
            assertThatThrownBy(connected::outcome)
                    .isInstanceOfSatisfying(UpdateException.class, e -> assertThat(e.problem())
                            .isEqualTo(UpdateException.Problem.REVOKED));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            other.say(new Ping());
            other.hear(Pong.class);
        }
        assertThat(task.stateOf("connected")).isEqualTo("revoked");
        assertThat(task.stateOf("away")).isEqualTo("revoked");
        assertThat(task.stateOf("other")).isNotEqualTo("revoked");
        try (LockStepPeer again = LockStepPeer.handshake(server(), leaked, away)) {
            again.hearClose(CloseCode.REVOKED);
        }
        refuses(leaked, CloseCode.REVOKED);
        assertThat(audited(keyId)).contains("token.revoked", "\"withClients\":true");
    }

    /** Who has only revoked it can still have its clients revoked, too; a repeat finds nothing to do. */
    @Test
    default void clientsOfARevokedTokenAreRevokedLater() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        String keyId = task.joinToken().keyId().hex();
        for (int i = 0; i < 60; i++) { // more than in one transaction
            LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "c-" + i)
                    .close();
        }
        task.revokeToken(keyId);
        String withClients = task.path() + "/tokens/" + keyId + "?withClients=true";

        assertThat(server().admin().delete(withClients).expect(200).json().getInt("clients"))
                .isEqualTo(60);

        assertThat(task.now().getJsonObject("counts").getInt("revoked")).isEqualTo(60);
        assertThat(server().admin().delete(withClients).expect(200).json().getInt("clients"))
                .isZero();
        server().as("viewer").delete(withClients).expectProblem(403, "wrong_role");
        server().admin()
                .delete(task.path() + "/tokens/" + "f".repeat(32) + "?withClients=true")
                .expectProblem(404, "unknown_token");
    }

    private void refuses(JoinToken token, CloseCode why) throws Exception {
        try (LockStepPeer peer = LockStepPeer.handshake(server(), token, LockStepPeer.key())) {
            peer.hearClose(why);
        }
    }

    private Rest.Answer rotate(StartedTask task, String keyId, String request) throws Exception {
        return server().admin().post(task.path() + "/tokens/" + keyId + "/rotate", request);
    }

    private Rest.Answer change(StartedTask task, String keyId, String patch) throws Exception {
        return server().admin().patch(task.path() + "/tokens/" + keyId, patch, "*");
    }

    private void describe(StartedTask task, String keyId, String text) throws Exception {
        assertThat(change(task, keyId, "{\"description\":\"" + text + "\"}")
                        .expect(200)
                        .json()
                        .getString("description"))
                .isEqualTo(text);
    }

    private static String problem(Rest.Answer answer) {
        return answer.expectProblem(409, "wrong_state").json().getString("detail");
    }

    private JsonObject token(StartedTask task, String keyId) throws Exception {
        return server()
                .admin()
                .get(task.path() + "/tokens")
                .expect(200)
                .json()
                .getJsonArray("tokens")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(token -> token.getString("keyId").equals(keyId))
                .findFirst()
                .orElseThrow();
    }

    private String audited(String keyId) throws Exception {
        return server().admin()
                .get("/api/v1/audit?limit=50&subject=" + keyId)
                .expect(200)
                .text();
    }
}
