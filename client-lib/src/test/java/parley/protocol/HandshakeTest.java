package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parley.protocol.Failures.assertRefused;
import static parley.protocol.Failures.flipped;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ends in memory, and the same with one byte changed. */
class HandshakeTest {
    @ParameterizedTest
    @EnumSource(Suite.class)
    void twoEndsWithOneTokenAgreeOnEverything(Suite suite) throws Exception {
        Peers peers = new Peers(suite);

        Peers.Meeting meeting = peers.meet();

        assertThat(meeting.m0()).hasSize(34);
        assertThat(meeting.m1()).hasSize(suite == Suite.X25519 ? 131 : 1315);
        assertThat(meeting.m2()).hasSize(suite == Suite.X25519 ? 82 : 1170);
        assertThat(meeting.m3()).hasSize(130);
        assertThat(meeting.client().sessionId())
                .isEqualTo(meeting.server().sessionId())
                .hasSize(32);
        assertThat(meeting.client().clientId())
                .isEqualTo(meeting.server().clientId())
                .isEqualTo(ClientId.of(peers.clientKey.publicKey()));
        assertThat(meeting.server().peerKey()).isEqualTo(peers.clientKey.publicKey());
        assertThat(meeting.client().peerKey()).isEqualTo(peers.serverKey.publicKey());
        assertThat(carried(meeting.client(), meeting.server(), "{\"type\":\"ping\"}"))
                .isEqualTo("{\"type\":\"ping\"}");
        assertThat(carried(meeting.server(), meeting.client(), "{\"type\":\"pong\"}"))
                .isEqualTo("{\"type\":\"pong\"}");
    }

    @Test
    void twoMeetingsOfTheSamePeersHaveNothingInCommon() throws Exception {
        Peers peers = new Peers(Suite.X25519_MLKEM768);

        Peers.Meeting one = peers.meet();
        Peers.Meeting other = peers.meet();

        assertThat(one.client().sessionId()).isNotEqualTo(other.client().sessionId());
        assertThat(one.m0()).isNotEqualTo(other.m0());
        assertThat(one.m1()).isNotEqualTo(other.m1());
        assertThat(one.m2()).isNotEqualTo(other.m2());
        assertThat(one.m3()).isNotEqualTo(other.m3());
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void aFlippedBitInM0NeverGetsAnM2(Suite suite) throws Exception {
        Peers peers = new Peers(suite);
        byte[] m0 = peers.serverWith("s").createM0();
        for (int i = 0; i < m0.length; i++) {
            byte[] changed = flipped(m0, i);
            ServerHandshake server = peers.serverWith("s");
            server.createM0();
            ClientHandshake client = peers.client();
            assertRefused(() -> server.consumeM1CreateM2(client.consumeM0CreateM1(changed), peers.credentials));
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void aFlippedBitInM1IsRefusedAtEveryPosition(Suite suite) throws Exception {
        Peers peers = new Peers(suite);
        byte[] m1 = peers.client().consumeM0CreateM1(peers.serverWith("s").createM0());
        for (int i = 0; i < m1.length; i++) {
            byte[] changed = flipped(m1, i);
            ServerHandshake server = peers.serverWith("s");
            server.createM0();
            Failure expected =
                    switch (i) {
                        case 0 -> Failure.TYPE;
                        case 1 -> Failure.VERSION;
                        case 2 -> Failure.SUITE;
                        default -> Failure.BINDER;
                    };
            assertRefused(() -> server.consumeM1CreateM2(changed, peers.credentials), expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void aFlippedBitInM2IsRefusedAtEveryPosition(Suite suite) throws Exception {
        Peers peers = new Peers(suite);
        ServerHandshake server = peers.server();
        byte[] m0 = server.createM0();
        byte[] m2 = server.consumeM1CreateM2(peers.clientWith("c").consumeM0CreateM1(m0), peers.credentials);
        for (int i = 0; i < m2.length; i++) {
            byte[] changed = flipped(m2, i);
            ClientHandshake client = peers.clientWith("c");
            client.consumeM0CreateM1(m0);
            assertRefused(() -> client.consumeM2CreateM3(changed));
            assertThat(client.isDestroyed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void aFlippedBitInM3IsRefusedAtEveryPosition(Suite suite) throws Exception {
        Peers peers = new Peers(suite);
        Peers.Meeting meeting = peers.meet(peers.serverWith("s"), peers.client());
        for (int i = 0; i < meeting.m3().length; i++) {
            byte[] changed = flipped(meeting.m3(), i);
            ServerHandshake server = peers.serverWith("s");
            server.createM0();
            server.consumeM1CreateM2(meeting.m1(), peers.credentials);
            assertRefused(() -> server.consumeM3(changed));
            assertThat(server.isDestroyed()).isTrue();
        }
    }

    @Test
    void theSessionIsThereOnlyAfterM3() throws Exception {
        Peers peers = new Peers(Suite.X25519);
        ClientHandshake client = peers.client();
        assertThatThrownBy(client::session).isInstanceOf(IllegalStateException.class);

        client.consumeM0CreateM1(peers.server().createM0());

        assertThatThrownBy(client::session).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theServerHasOneM0() {
        ServerHandshake server = new Peers(Suite.X25519).server();
        server.createM0();

        assertThatThrownBy(server::createM0).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClientWithTheServersKeyIsNotEvenMade() {
        Peers peers = new Peers(Suite.X25519);

        assertThatThrownBy(() -> new ClientHandshake(peers.token, peers.serverKey, new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String carried(Session from, Session to, String json) throws ProtocolException {
        List<byte[]> records = new ArrayList<>();
        from.writer().json(json.getBytes(StandardCharsets.UTF_8), records::add);
        Incoming.Json incoming = (Incoming.Json) to.reader().read(records.get(0));
        return new String(incoming.utf8(), StandardCharsets.UTF_8);
    }
}
