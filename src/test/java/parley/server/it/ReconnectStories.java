package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import parley.message.Ping;
import parley.message.Pong;
import parley.protocol.CloseCode;
import parley.protocol.JoinToken;
import parley.protocol.StaticKey;

/** Clients that come back while the server still holds the sessions that they have lost. */
interface ReconnectStories extends OnServer {

    @Test
    default void sessionThatAClientHasLeftBehindDoesNotReplaceTheOneThatItOpenedLater() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        StaticKey key = LockStepPeer.key();
        try (LockStepPeer left = LockStepPeer.handshake(server(), task.joinToken(), key);
                LockStepPeer current = LockStepPeer.joined(server(), task.joinToken(), key, "edge-17")) {
            left.say(LockStepPeer.hello("edge-17"));
            left.hearClose(CloseCode.REPLACED);
            current.say(new Ping());
            current.hear(Pong.class);
            assertThat(task.client("edge-17").getBoolean("connected")).isTrue();
        }
    }

    @Test
    default void loneClientsThatReconnectAgainAndAgainAreNotTakenOverByThemselves() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        JoinToken token = task.joinToken();
        ExecutorService threads = Executors.newFixedThreadPool(12);
        try {
            List<Callable<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String name = "restless-" + i;
                clients.add(() -> reconnectAgainAndAgain(token, name));
            }
            for (Future<Void> client : threads.invokeAll(clients)) {
                client.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(task.now().getInt("clients")).isEqualTo(24);
    }

    /** Leaves each session without a word, before its welcome, and stays in the last one. */
    private Void reconnectAgainAndAgain(JoinToken token, String name) throws Exception {
        StaticKey key = LockStepPeer.key();
        List<LockStepPeer> left = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                LockStepPeer peer = LockStepPeer.handshake(server(), token, key);
                left.add(peer);
                peer.say(LockStepPeer.hello(name));
                if (i % 2 == 0) {
                    peer.close(); // otherwise the server does not notice
                }
            }
            try (LockStepPeer peer = LockStepPeer.joined(server(), token, key, name)) {
                for (LockStepPeer each : left) {
                    each.close();
                }
                peer.say(new Ping());
                peer.hear(Pong.class);
            }
        } finally {
            for (LockStepPeer each : left) {
                each.close();
            }
        }
        return null;
    }
}
