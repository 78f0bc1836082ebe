package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Ping;
import parley.message.Welcome;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.JoinToken;
import parley.protocol.StaticKey;

/** Which clients are admitted, and what refused clients are told: always inside the session. */
interface AdmissionStories extends OnServer {

    @Test
    default void revokedTokenShutsOutNewClientsOnly() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        JoinToken token = task.joinToken();
        StaticKey enrolled = LockStepPeer.key();
        LockStepPeer.joined(server(), token, enrolled, "old").close();
        task.revokeToken(token.keyId().hex());

        try (LockStepPeer peer = LockStepPeer.handshake(server(), token, LockStepPeer.key())) {
            peer.hearClose(CloseCode.REVOKED);
        }
        LockStepPeer.joined(server(), token, enrolled, "old").close();
    }

    @Test
    default void tokenRevokedBetweenHandshakeAndHelloAdmitsNobody() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        JoinToken token = task.joinToken();
        try (LockStepPeer peer = LockStepPeer.handshake(server(), token, LockStepPeer.key())) {
            task.revokeToken(token.keyId().hex());
            peer.say(LockStepPeer.hello("late"));
            peer.hearClose(CloseCode.REVOKED);
        }
        assertThat(task.now().getInt("clients")).isZero();
    }

    @Test
    default void expiredTokenShutsOutNewClientsOnly() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        JoinToken token = task.joinToken("{\"expiresIn\":\"PT3S\"}");
        StaticKey enrolled = LockStepPeer.key();
        LockStepPeer.joined(server(), token, enrolled, "in-time").close();
        Await.until("the token has expired", Duration.ofSeconds(10), () -> task.stateOfToken(
                        token.keyId().hex())
                .equals("expired"));

        try (LockStepPeer peer = LockStepPeer.handshake(server(), token, LockStepPeer.key())) {
            peer.hearClose(CloseCode.EXPIRED);
        }
        LockStepPeer.joined(server(), token, enrolled, "in-time").close();
    }

    @Test
    default void usedUpTokenShutsOutNewClientsOnly() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"maxClients\":1}");
        StaticKey enrolled = LockStepPeer.key();
        LockStepPeer.joined(server(), task.joinToken(), enrolled, "first").close();

        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key())) {
            peer.hearClose(CloseCode.USED_UP);
        }
        LockStepPeer.joined(server(), task.joinToken(), enrolled, "first").close();
    }

    @Test
    default void taskThatHasEndedTakesNobody() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        task.cancel();
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key())) {
            peer.hearClose(CloseCode.TASK_ENDED);
        }
    }

    @Test
    default void ofManyClientsAtOnceExactlyTheAllowedNumberGetsIn() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"maxClients\":3}");
        JoinToken token = task.joinToken();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "parallel-" + i;
                clients.add(() -> isWelcomed(token, name));
            }
            int welcomed = 0;
            for (Future<Boolean> client : threads.invokeAll(clients)) {
                welcomed += client.get() ? 1 : 0;
            }
            assertThat(welcomed).isEqualTo(3);
        } finally {
            threads.shutdown();
        }
        assertThat(task.now().getInt("clients")).isEqualTo(3);
    }

    private boolean isWelcomed(JoinToken token, String name) throws Exception {
        try (LockStepPeer peer = LockStepPeer.handshake(server(), token, LockStepPeer.key())) {
            peer.say(LockStepPeer.hello(name));
            Incoming answer = peer.read();
            if (answer instanceof Incoming.Close close) {
                assertThat(close.code()).isEqualTo(CloseCode.USED_UP);
            }
            return answer instanceof Incoming.Json;
        }
    }

    @Test
    default void oneNameBelongsToOneKey() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "taken")
                .close();
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key())) {
            peer.say(LockStepPeer.hello("taken"));
            assertThat(peer.hearClose(CloseCode.NAME_TAKEN)).isEqualTo("Another client of this task is called taken.");
        }
        assertThat(task.now().getInt("clients")).isEqualTo(1);
        String refused = "/api/v1/audit?action=client.refused&subject=" + task.id();
        Await.until("the refusal is in the audit log", Duration.ofSeconds(30), () -> server().admin()
                .get(refused)
                .expect(200)
                .text()
                .contains("\"cause\":\"name_of_another_client\""));
    }

    @Test
    default void oneKeyHasOneName() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        StaticKey key = LockStepPeer.key();
        LockStepPeer.joined(server(), task.joinToken(), key, "one").close();
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), key)) {
            peer.say(LockStepPeer.hello("two"));
            assertThat(peer.hearClose(CloseCode.NAME_TAKEN))
                    .isEqualTo("In this task this key is that of one, not of two; was it copied?");
        }
    }

    @Test
    default void tokenForOneNameGivesNameAndLabelsWhateverTheClientSays() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        JoinToken token = task.joinToken("{\"name\":\"db-1\",\"labels\":{\"role\":\"db\"}}");
        LockStepPeer.joined(server(), token, LockStepPeer.key(), "something-else")
                .close();

        assertThat(task.client("db-1").getJsonObject("labels").toString()).isEqualTo("{\"role\":\"db\"}");
    }

    @Test
    default void sessionWithoutHelloIsClosedAndLeavesNothingBehind() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key())) {
            peer.hearClose(CloseCode.IDLE);
        }
        assertThat(task.now().getInt("clients")).isZero();
    }

    @Test
    default void firstRecordThatIsNoHelloClosesTheSession() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key())) {
            peer.say(Inventory.empty());
            peer.hearClose(CloseCode.WRONG_STATE);
        }
    }

    @Test
    default void secondHelloClosesTheSession() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "twice")) {
            peer.say(LockStepPeer.hello("twice"));
            peer.hearClose(CloseCode.WRONG_STATE);
        }
    }

    @Test
    default void recordRightBehindHelloEndsTheConnection() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key())) {
            Hello hello = LockStepPeer.hello("hasty");
            byte[] first = peer.seal(hello);
            byte[] second = peer.seal(new Ping());
            peer.send(first);
            peer.send(second);
            peer.expectFailure();
        }
    }

    @Test
    default void helloMayFollowTheHandshakeAtOnce() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key())) {
            peer.say(LockStepPeer.hello("prompt"));
            assertThat(peer.hear(Welcome.class).clientId()).hasSize(32);
        }
    }
}
