package parley.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Ping;
import parley.message.Pong;
import parley.protocol.Wire;

/**
 *  Peers with a token that send messages which need much memory: they are closed, and the server and all others go on.
 */
interface MemoryStories extends OnServer {

    int HOSTILE_SESSIONS = 12;
    int AGAIN = 4;
    int BUSY = 5;
    int MALFORMED = 20;
    int LIMIT = 23;
    /** The server closes the WebSocket without a close record: the parts of a message would mix with it. */
    int GIVEN_UP = 1001;
    /** The connection ended while the peer still sent, so the close may be lost. */
    int CUT = 1006;

    @Test
    default void twelveSessionsThatSendTheLargestMessagesAgainAndAgainHarmNobody() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        StartedTask theirs = StartedTask.start(server(), "{}");
        List<byte[]> messages = List.of(
                greatest("{\"type\":\"ping\",\"x\":[", "{\"\":".repeat(28) + "1" + "}".repeat(28), "]}"),
                greatest("{\"type\":\"inventory\",\"modified\":[", "\"a\"", "]}"),
                greatest("{\"type\":\"answer\",\"offer\":\"", "\\u0061", "\"}"),
                greatest("{\"type\":\"ping\",\"x\":[", "[]", "]}"));
        ExecutorService pool = Executors.newFixedThreadPool(HOSTILE_SESSIONS);
        try (LockStepPeer other = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "unharmed")) {
            List<Future<List<Integer>>> attacks = new ArrayList<>();
            for (int i = 0; i < HOSTILE_SESSIONS; i++) {
                attacks.add(pool.submit(attack(theirs, i, messages)));
            }
            while (!attacks.stream().allMatch(Future::isDone)) {
                other.say(new Ping());
                other.hear(Pong.class);
            }
            for (Future<List<Integer>> attack : attacks) {
                assertThat(attack.get()).hasSize(AGAIN).isSubsetOf(MALFORMED, LIMIT, BUSY, GIVEN_UP, CUT);
            }
            other.say(Inventory.empty());
            other.hear(Offer.class);
        } finally {
            pool.shutdownNow();
        }
    }

    private Callable<List<Integer>> attack(StartedTask task, int number, List<byte[]> messages) {
        return () -> {
            List<Integer> heard = new ArrayList<>();
            for (int i = 0; i < AGAIN; i++) {
                byte[] message = messages.get((number + i) % messages.size());
                try (LockStepPeer peer =
                        LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "h-" + number + "-" + i)) {
                    peer.sayRawUntilTheEnd(message);
                    heard.add(peer.closedWith());
                }
            }
            return heard;
        };
    }

    private static byte[] greatest(String before, String element, String after) {
        String separator = before.endsWith("[") ? "," : "";
        int times = (Wire.MAX_JSON - before.length() - after.length() - element.length())
                / (element.length() + separator.length());
        return (before + element + (separator + element).repeat(times) + after).getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_554, 163_840, 163_841, 1_000_000})
    default void messageThatIsLongerThanEveryRecordEndsLikeEveryFailure(int size) throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "long")) {
            peer.send(new byte[size]);
            peer.expectFailure();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_193, 65_553, 1_000_000})
    default void messageThatIsLongerThanEveryHandshakeEndsLikeEveryFailure(int size) throws Exception {
        try (LockStepPeer peer = LockStepPeer.open(server())) {
            peer.receive();
            peer.send(new byte[size]);
            peer.expectFailure();
        }
    }
}
