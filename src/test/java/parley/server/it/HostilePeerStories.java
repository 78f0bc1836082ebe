package parley.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Proceed;
import parley.protocol.ClientHandshake;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.JoinToken;
import parley.protocol.KeyId;
import parley.protocol.Wire;

/** Hostile peers: the answers reveal nothing, and the server goes on. */
interface HostilePeerStories extends OnServer {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 33, 34, 130, 131, 1314, 1315, 1316, 65_553, 65_554, 150_000})
    default void junkInsteadOfM1EndsLikeEveryFailure(int size) throws Exception {
        try (LockStepPeer peer = LockStepPeer.open(server())) {
            assertThat(peer.receive()).hasSize(Wire.M0_SIZE);
            byte[] junk = new byte[size];
            Arrays.fill(junk, (byte) 1);
            peer.send(junk);
            peer.expectFailure();
        }
    }

    @ParameterizedTest(name = "byte {0}")
    @ValueSource(ints = {0, 1, 2, 3, 18, 19, 50, 51, 82, 83, 700, 1266, 1282, 1283, 1314})
    default void flippedBitInM1EndsLikeEveryFailure(int position) throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.open(server())) {
            byte[] m1 = new ClientHandshake(task.joinToken(), LockStepPeer.key(), LockStepPeer.RANDOM)
                    .consumeM0CreateM1(peer.receive());
            m1[position] ^= 1;
            peer.send(m1);
            peer.expectFailure();
        }
    }

    @ParameterizedTest(name = "byte {0}")
    @ValueSource(ints = {0, 1, 2, 33, 34, 50, 98, 129})
    default void flippedBitInM3EndsLikeEveryFailure(int position) throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer peer = LockStepPeer.open(server())) {
            ClientHandshake handshake = new ClientHandshake(task.joinToken(), LockStepPeer.key(), LockStepPeer.RANDOM);
            peer.send(handshake.consumeM0CreateM1(peer.receive()));
            byte[] m3 = handshake.consumeM2CreateM3(peer.receive());
            m3[position] ^= 1;
            peer.send(m3);
            peer.expectFailure();
        }
        assertThat(task.now().getInt("clients")).isZero();
    }

    @Test
    default void recordedM1IsWorthNothingOnAnotherConnection() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        byte[] m1;
        try (LockStepPeer peer = LockStepPeer.open(server())) {
            m1 = new ClientHandshake(task.joinToken(), LockStepPeer.key(), LockStepPeer.RANDOM)
                    .consumeM0CreateM1(peer.receive());
            peer.send(m1);
            assertThat(peer.receive()).hasSize(1170);
            peer.send(m1);
            peer.expectFailure();
        }
        try (LockStepPeer peer = LockStepPeer.open(server())) {
            peer.receive();
            peer.send(m1);
            peer.expectFailure();
        }
    }

    @Test
    default void unknownTokenEndsLikeEveryFailure() throws Exception {
        JoinToken known = StartedTask.start(server(), "{}").joinToken();
        JoinToken unknown = new JoinToken(
                known.suite(),
                KeyId.random(LockStepPeer.RANDOM),
                known.psk(),
                known.serverKey(),
                known.notAfter(),
                known.urls());
        try (LockStepPeer peer = LockStepPeer.open(server())) {
            peer.send(new ClientHandshake(unknown, LockStepPeer.key(), LockStepPeer.RANDOM)
                    .consumeM0CreateM1(peer.receive()));
            peer.expectFailure();
        }
    }

    @Test
    default void whoSaysNothingIsNotWaitedForWithoutEnd() throws Exception {
        try (LockStepPeer peer = LockStepPeer.open(server())) {
            peer.receive();
            peer.expectFailure();
        }
    }

    @Test
    default void textIsRefused() throws Exception {
        try (LockStepPeer peer = LockStepPeer.open(server())) {
            peer.receive();
            peer.sendText("hello");
            peer.expectFailure();
        }
    }

    @Test
    default void fragmentsAreRefusedBeforeTheyArePutTogether() throws Exception {
        try (LockStepPeer peer = LockStepPeer.open(server())) {
            peer.receive();
            peer.sendFragment(new byte[10], false);
            peer.expectFailure();
        }
    }

    @Test
    default void recordThatIsReplayedEndsTheConnectionWithoutAWord() throws Exception {
        try (LockStepPeer peer = joined("replay")) {
            byte[] ping = peer.seal(new Ping());
            peer.send(ping);
            peer.hear(Pong.class);
            peer.send(ping);
            peer.expectFailure();
        }
    }

    @Test
    default void recordThatIsLeftOutEndsTheConnection() throws Exception {
        try (LockStepPeer peer = joined("gap")) {
            peer.seal(new Ping());
            peer.send(peer.seal(new Ping()));
            peer.expectFailure();
        }
    }

    @Test
    default void recordThatWasChangedEndsTheConnection() throws Exception {
        try (LockStepPeer peer = joined("changed")) {
            byte[] ping = peer.seal(new Ping());
            ping[ping.length / 2] ^= 1;
            peer.send(ping);
            peer.expectFailure();
        }
    }

    @Test
    default void recordOfAnotherSessionEndsTheConnection() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        try (LockStepPeer one = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "one");
                LockStepPeer two = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "two")) {
            two.send(one.seal(new Ping()));
            two.expectFailure();
        }
    }

    @Test
    default void closeIsAnsweredByACloseAndTheEnd() throws Exception {
        try (LockStepPeer peer = joined("done")) {
            peer.sayClose(CloseCode.DONE);
            assertThat(((Incoming.Close) peer.read()).code()).isEqualTo(CloseCode.DONE);
            assertThat(peer.ended()).isEqualTo(Wire.NORMAL_CLOSE);
        }
    }

    @Test
    default void afterItsCloseTheServerWaitsForTheAnswerButNotWithoutEnd() throws Exception {
        try (LockStepPeer peer = joined("silent")) {
            peer.say(new Proceed("x"));
            assertThat(((Incoming.Close) peer.read()).code()).isEqualTo(CloseCode.WRONG_STATE);
            peer.say(new Ping());
            assertThat(peer.ended()).isEqualTo(Wire.NORMAL_CLOSE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"ping\",\"type\":\"ping\"} | MALFORMED_JSON",
                "{\"type\":\"ping\" | MALFORMED_JSON",
                "[] | MALFORMED_JSON",
                "{\"type\":\"fetch\",\"fetch\":1e9,\"sha256\":\"x\",\"offset\":0} | MALFORMED_JSON",
                "{\"type\":\"fetch\",\"fetch\":1,\"offset\":99999999999999999999} | MALFORMED_JSON",
                "{\"type\":\"inventory\",\"files\":{\"../etc/passwd\":{}},\"modified\":[],\"policy\":{}} | "
                        + "MALFORMED_JSON",
                "{\"type\":\"teapot\"} | UNKNOWN_TYPE",
                "{\"type\":\"proceed\",\"offer\":\"x\"} | WRONG_STATE",
                "{\"type\":\"answer\",\"offer\":\"never made\",\"decision\":\"accept\"} | WRONG_STATE",
            })
    default void jsonThatIsWrongIsAnsweredByAClose(String json, CloseCode code) throws Exception {
        try (LockStepPeer peer = joined("wrong-json")) {
            peer.sayRaw(json.strip().getBytes(UTF_8));
            peer.hearClose(code);
        }
    }

    @Test
    default void jsonWithoutEndOfDepthIsMalformed() throws Exception {
        try (LockStepPeer peer = joined("deep")) {
            peer.sayRaw(("{\"type\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}").getBytes(UTF_8));
            peer.hearClose(CloseCode.MALFORMED_JSON);
        }
    }

    @Test
    default void helloThatIsTooLongIsTooMuch() throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        for (int size : List.of(5_000, 100_000)) {
            try (LockStepPeer peer = LockStepPeer.handshake(server(), task.joinToken(), LockStepPeer.key())) {
                String hello =
                        "{\"type\":\"hello\",\"name\":\"n\",\"labels\":{},\"agent\":{\"name\":\"a\",\"version\":\"1\"},"
                                + "\"platform\":{\"os\":\"o\",\"arch\":\"a\",\"java\":\"j\"},\"capabilities\":[\""
                                + "x".repeat(size) + "\"]}";
                peer.sayRaw(hello.getBytes(UTF_8));
                peer.hearClose(CloseCode.LIMIT);
            }
        }
    }

    @Test
    default void browsersAndOtherProtocolsAreTurnedAwayAtTheUpgrade() throws Exception {
        assertThat(upgrade("Sec-WebSocket-Protocol: parley.v1", "Origin: http://localhost"))
                .startsWith("HTTP/1.1 403");
        assertThat(upgrade("Accept: */*")).startsWith("HTTP/1.1 400");
        assertThat(upgrade("Sec-WebSocket-Protocol: chat")).startsWith("HTTP/1.1 400");
    }

    private String upgrade(String... headers) throws Exception {
        String[] all = new String[headers.length + 5];
        all[0] = "Host: localhost";
        all[1] = "Connection: Upgrade";
        all[2] = "Upgrade: websocket";
        all[3] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        all[4] = "Sec-WebSocket-Version: 13";
        System.arraycopy(headers, 0, all, 5, headers.length);
        return RawHttp.get(server().port(), Wire.PATH, all);
    }

    private LockStepPeer joined(String name) throws Exception {
        StartedTask task = StartedTask.start(server(), "{}");
        return LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), name);
    }
}
