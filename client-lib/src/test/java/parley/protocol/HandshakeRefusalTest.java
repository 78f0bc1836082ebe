package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static parley.protocol.Failures.assertRefused;
import static parley.protocol.Vectors.hex;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshakes of docs/protocol.md section 9 that must be refused. */
class HandshakeRefusalTest {
    private final Peers peers = new Peers(Suite.X25519_MLKEM768);
    private final ServerHandshake server = peers.server();
    private final byte[] m0 = server.createM0();
    private final HostileClient hostile = new HostileClient(peers);

    private byte[] answer(byte[] m1) throws ProtocolException {
        return server.consumeM1CreateM2(m1, peers.credentials);
    }

    @Test
    void theHostileClientIsAcceptedAsLongAsItDoesNothingWrong() throws Exception {
        byte[] m3 = hostile.consumeM2CreateM3(answer(hostile.consumeM0CreateM1(m0)));

        assertThat(server.consumeM3(m3).peerKey()).isEqualTo(peers.clientKey.publicKey());
    }

    // M0

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 33, 35, 131, 65_536})
    void m0OfAnotherSizeIsRefused(int size) {
        assertRefused(() -> peers.client().consumeM0CreateM1(Arrays.copyOf(m0, size)), Failure.SIZE);
    }

    @Test
    void m0TwiceIsRefused() throws Exception {
        ClientHandshake client = peers.client();
        client.consumeM0CreateM1(m0);

        assertRefused(() -> client.consumeM0CreateM1(m0), Failure.ORDER);
        assertRefused(() -> client.consumeM2CreateM3(new byte[1170]), Failure.ORDER);
    }

    @Test
    void m2BeforeM0IsRefused() {
        assertRefused(() -> peers.client().consumeM2CreateM3(new byte[1170]), Failure.ORDER);
    }

    // M1

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 34, 130, 132, 1314, 1316, 65_536})
    void m1OfAnotherSizeIsRefused(int size) throws Exception {
        byte[] m1 = Arrays.copyOf(peers.client().consumeM0CreateM1(m0), size);

        assertRefused(() -> ServerHandshake.keyIdOf(m1), Failure.SIZE);
        assertRefused(() -> answer(m1), Failure.SIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 0x10, 0xff})
    void m1OfAnotherTypeIsRefused(int type) throws Exception {
        byte[] m1 = peers.client().consumeM0CreateM1(m0);
        m1[0] = (byte) type;

        assertRefused(() -> ServerHandshake.keyIdOf(m1), Failure.TYPE);
        assertRefused(() -> answer(m1), Failure.TYPE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 0xff})
    void m1OfAnotherVersionIsRefused(int version) throws Exception {
        byte[] m1 = peers.client().consumeM0CreateM1(m0);
        m1[1] = (byte) version;

        assertRefused(() -> ServerHandshake.keyIdOf(m1), Failure.VERSION);
        assertRefused(() -> answer(m1), Failure.VERSION);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 0xff})
    void m1OfASuiteThatDoesNotFitItsSizeIsRefused(int suite) throws Exception {
        byte[] m1 = peers.client().consumeM0CreateM1(m0);
        m1[2] = (byte) suite;

        assertRefused(() -> ServerHandshake.keyIdOf(m1), Failure.SUITE);
        assertRefused(() -> answer(m1), Failure.SUITE);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void aSuiteThatIsNotTheTokensIsRefused(Suite ofToken) throws Exception {
        Suite other = ofToken == Suite.X25519 ? Suite.X25519_MLKEM768 : Suite.X25519;
        Peers serversView = new Peers(ofToken);
        JoinToken forged = Peers.token(
                other, serversView.token.keyId(), serversView.token.psk().unsafeBytes(), serversView.token.serverKey());
        ServerHandshake handshake = serversView.server();
        byte[] m1 = new ClientHandshake(forged, serversView.clientKey, new SecureRandom())
                .consumeM0CreateM1(handshake.createM0());

        assertRefused(() -> handshake.consumeM1CreateM2(m1, serversView.credentials), Failure.SUITE);
    }

    @Test
    void anUnknownKeyIdIsRefusedLikeABadBinder() throws Exception {
        byte[] m1 = peers.client().consumeM0CreateM1(m0);

        assertRefused(() -> server.consumeM1CreateM2(m1, null), Failure.KEY_ID);
    }

    @Test
    void theBinderOfAnotherTokenIsRefused() throws Exception {
        Peers others = new Peers(Suite.X25519_MLKEM768, peers.serverKey);
        byte[] m1 = others.client().consumeM0CreateM1(m0);

        assertRefused(() -> answer(m1), Failure.BINDER);
    }

    @Test
    void aBinderUnderAZeroKeyIsRefusedWhetherTheKeyIdIsKnownOrNot() throws Exception {
        byte[] rest = HandshakeMessage.withoutValue(peers.client().consumeM0CreateM1(m0));
        byte[] n_s = Arrays.copyOfRange(m0, 2, 34);
        byte[] m1 = Hash.concat(rest, KeySchedule.binder(new byte[32], n_s, rest));
        ServerHandshake second = peers.serverWith("s");
        byte[] otherN_s = Arrays.copyOfRange(second.createM0(), 2, 34);
        byte[] otherM1 = Hash.concat(rest, KeySchedule.binder(new byte[32], otherN_s, rest));

        assertRefused(() -> answer(m1), Failure.BINDER);
        assertRefused(() -> second.consumeM1CreateM2(otherM1, null), Failure.KEY_ID);
    }

    @Test
    void e_cOfLowOrderIsRefused() throws Exception {
        for (String point : LowOrder.CANONICAL) {
            assertE_cRefused(point);
        }
    }

    @Test
    void e_cThatIsNotCanonicalIsRefused() throws Exception {
        for (String point : LowOrder.NOT_CANONICAL) {
            assertE_cRefused(point);
        }
    }

    private void assertE_cRefused(String point) throws Exception {
        ServerHandshake handshake = peers.server();
        HostileClient client = new HostileClient(peers);
        byte[] m1 = client.withE_c(client.consumeM0CreateM1(handshake.createM0()), hex(point));
        assertRefused(() -> handshake.consumeM1CreateM2(m1, peers.credentials), Failure.PUBLIC_KEY);
    }

    @Test
    void anEkWithACoefficientThatIsNotBelowQIsRefused() throws Exception {
        int q = 3329;
        hostile.ek[0] = (byte) q;
        hostile.ek[1] = (byte) (hostile.ek[1] & 0xf0 | q >>> 8);
        byte[] m1 = hostile.consumeM0CreateM1(m0);

        assertRefused(() -> answer(m1), Failure.KEM);
    }

    @Test
    void anEkWhoseLastCoefficientIs4095IsRefused() throws Exception {
        hostile.ek[1151] = (byte) 0xff;
        hostile.ek[1150] |= (byte) 0xf0;
        byte[] m1 = hostile.consumeM0CreateM1(m0);

        assertRefused(() -> answer(m1), Failure.KEM);
    }

    @Test
    void m1TwiceOnOneConnectionIsRefused() throws Exception {
        byte[] m1 = peers.client().consumeM0CreateM1(m0);
        answer(m1);

        assertRefused(() -> answer(m1), Failure.ORDER);
        assertRefused(() -> server.consumeM3(new byte[130]), Failure.ORDER);
    }

    @Test
    void m1OfAnotherConnectionIsRefused() throws Exception {
        byte[] recorded = peers.client().consumeM0CreateM1(m0);
        ServerHandshake afterARestart = peers.server();
        afterARestart.createM0();

        assertRefused(() -> afterARestart.consumeM1CreateM2(recorded, peers.credentials), Failure.BINDER);
    }

    @Test
    void m1BeforeM0IsRefused() throws Exception {
        byte[] m1 = peers.client().consumeM0CreateM1(m0);

        assertRefused(() -> peers.server().consumeM1CreateM2(m1, peers.credentials), Failure.ORDER);
    }

    @Test
    void m2AndM3AreNoM1() throws Exception {
        Peers.Meeting meeting = peers.meet();

        assertRefused(() -> answer(meeting.m2()), Failure.SIZE);
        assertRefused(() -> ServerHandshake.keyIdOf(meeting.m3()), Failure.SIZE);
        assertRefused(() -> ServerHandshake.keyIdOf(Arrays.copyOf(meeting.m3(), 131)), Failure.TYPE);
    }

    // M2

    @Test
    void m2OfAnotherSessionIsRefused() throws Exception {
        Peers.Meeting other = peers.meet();
        ClientHandshake client = peers.client();
        client.consumeM0CreateM1(m0);

        assertRefused(() -> client.consumeM2CreateM3(other.m2()), Failure.TAG);
    }

    @Test
    void aTokenHolderWithAnotherStaticKeyCannotPoseAsTheServer() throws Exception {
        ServerHandshake impostor = peers.server();
        StaticKey own = StaticKey.generate(new SecureRandom());
        byte[] m1 = peers.client().consumeM0CreateM1(impostor.createM0());
        ServerHandshake.Credentials insider = new ServerHandshake.Credentials(peers.suite, own, peers.keys);

        assertRefused(() -> impostor.consumeM1CreateM2(m1, insider), Failure.TAG);
    }

    @Test
    void e_sOfLowOrderOrNotCanonicalIsRefused() throws Exception {
        ServerHandshake honest = peers.server();
        byte[] itsM0 = honest.createM0();
        byte[] m2 = honest.consumeM1CreateM2(peers.clientWith("c").consumeM0CreateM1(itsM0), peers.credentials);
        for (List<String> points : List.of(LowOrder.CANONICAL, LowOrder.NOT_CANONICAL)) {
            for (String point : points) {
                byte[] changed = m2.clone();
                System.arraycopy(hex(point), 0, changed, 2, 32);
                ClientHandshake client = peers.clientWith("c");
                client.consumeM0CreateM1(itsM0);
                assertRefused(() -> client.consumeM2CreateM3(changed), Failure.PUBLIC_KEY);
            }
        }
    }

    @Test
    void aCtThatDoesNotCarryTheServersSecretEndsAtProofC() throws Exception {
        byte[] m1 = hostile.consumeM0CreateM1(m0);
        byte[] m2 = answer(m1);
        hostile.ss = new byte[32];
        byte[] m3 = hostile.consumeM2CreateM3(m2);

        assertRefused(() -> server.consumeM3(m3), Failure.PROOF);
    }

    @Test
    void aRandomCtFromTheRealServerLeavesTheTwoEndsWithDifferentKeys() throws Exception {
        byte[] m1 = peers.clientWith("c").consumeM0CreateM1(m0);
        byte[] header = Arrays.copyOf(m1, 51);
        HandshakeState noise = HandshakeState.responder(
                KeySchedule.prologue(m0, header),
                peers.serverKey,
                peers.keys.k_noise(),
                new Randomness(new SecureRandom()));
        noise.readMessage(Arrays.copyOfRange(m1, 51, m1.length - 32));
        byte[] randomCt = new byte[1088];
        new SeededRandom("ct").nextBytes(randomCt);
        byte[] noise2 = noise.writeMessage(randomCt);
        byte[] h2 = noise.h();
        byte[] n_s = Arrays.copyOfRange(m0, 2, 34);
        byte[] n_c = HandshakeMessage.n_c(m1);
        byte[] proof_s = KeySchedule.proof_s(peers.keys.k_sp(), n_c, n_s, h2);
        ClientHandshake client = peers.clientWith("c");
        client.consumeM0CreateM1(m0);

        byte[] m3 = client.consumeM2CreateM3(Hash.concat(new byte[] {2, 1}, noise2, proof_s));

        byte[] payload = noise.readMessage(Arrays.copyOfRange(m3, 2, m3.length));
        byte[] kcOfNoSecret = KeySchedule.kc(new byte[32], h2);
        byte[] guess = KeySchedule.proof_c(peers.keys.k_cp(), n_s, n_c, h2, peers.clientKey.publicKey(), kcOfNoSecret);
        assertThat(Arrays.copyOf(payload, 32)).isNotEqualTo(guess);
    }

    @Test
    void proofsSwappedOrCutAreRefused() throws Exception {
        ServerHandshake honest = peers.server();
        byte[] itsM0 = honest.createM0();
        byte[] m1 = peers.clientWith("c").consumeM0CreateM1(itsM0);
        byte[] m2 = honest.consumeM1CreateM2(m1, peers.credentials);
        byte[] binderAsProof = Hash.concat(HandshakeMessage.withoutValue(m2), HandshakeMessage.value(m1));
        byte[] cut = Arrays.copyOf(m2, m2.length - 1);

        ClientHandshake client = peers.clientWith("c");
        client.consumeM0CreateM1(itsM0);
        assertRefused(() -> client.consumeM2CreateM3(binderAsProof), Failure.PROOF);
        ClientHandshake another = peers.clientWith("c");
        another.consumeM0CreateM1(itsM0);
        assertRefused(() -> another.consumeM2CreateM3(cut), Failure.SIZE);
    }

    @Test
    void m2TwiceIsRefused() throws Exception {
        ClientHandshake client = peers.client();
        byte[] m2 = answer(client.consumeM0CreateM1(m0));
        client.consumeM2CreateM3(m2);

        assertRefused(() -> client.consumeM2CreateM3(m2), Failure.ORDER);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void m1ReflectedAsM2IsRefused(Suite suite) throws Exception {
        Peers both = new Peers(suite);
        ClientHandshake client = both.clientWith("c");
        byte[] m1 = client.consumeM0CreateM1(m0);
        ClientHandshake again = both.clientWith("c");
        again.consumeM0CreateM1(m0);

        assertRefused(() -> client.consumeM2CreateM3(m1), Failure.SIZE);
        assertRefused(() -> again.consumeM2CreateM3(Arrays.copyOf(m1, suite.m2Size())), Failure.TYPE);
    }

    // M3

    private byte[] hostileM3() throws ProtocolException {
        return hostile.consumeM2CreateM3(answer(hostile.consumeM0CreateM1(m0)));
    }

    @Test
    void anEnrolledClientCannotBeImpersonatedWithoutItsKey() throws Exception {
        StaticKey victim = StaticKey.generate(new SecureRandom());
        hostile.committed = victim.publicKey();
        hostile.shown = victim.publicKey().bytes();
        byte[] m3 = hostileM3();

        assertRefused(() -> server.consumeM3(m3), Failure.TAG);
    }

    @Test
    void c_pubOfLowOrderIsRefused() throws Exception {
        for (String point : LowOrder.CANONICAL) {
            assertC_pubRefused(point);
        }
    }

    @Test
    void c_pubThatIsNotCanonicalIsRefused() throws Exception {
        for (String point : LowOrder.NOT_CANONICAL) {
            assertC_pubRefused(point);
        }
    }

    private void assertC_pubRefused(String point) throws Exception {
        ServerHandshake handshake = peers.server();
        HostileClient client = new HostileClient(peers);
        client.shown = hex(point);
        byte[] m1 = client.consumeM0CreateM1(handshake.createM0());
        byte[] m3 = client.consumeM2CreateM3(handshake.consumeM1CreateM2(m1, peers.credentials));
        assertRefused(() -> handshake.consumeM3(m3), Failure.PUBLIC_KEY);
    }

    @Test
    void c_pubThatIsTheServersIsRefused() throws Exception {
        hostile.key = peers.serverKey;
        byte[] m3 = hostileM3();

        assertRefused(() -> server.consumeM3(m3), Failure.IDENTITY);
    }

    @Test
    void anotherR_cThanCommittedIsRefused() throws Exception {
        hostile.opened = new byte[32];
        byte[] m3 = hostileM3();

        assertRefused(() -> server.consumeM3(m3), Failure.COMMITMENT);
    }

    @Test
    void anotherC_pubThanCommittedIsRefused() throws Exception {
        hostile.committed = StaticKey.generate(new SecureRandom()).publicKey();
        byte[] m3 = hostileM3();

        assertRefused(() -> server.consumeM3(m3), Failure.COMMITMENT);
    }

    @Test
    void aProofUnderTheServersProofKeyIsRefused() throws Exception {
        hostile.proofKey = peers.keys.k_sp();
        byte[] m3 = hostileM3();

        assertRefused(() -> server.consumeM3(m3), Failure.PROOF);
    }

    @Test
    void m3OfAnotherSessionIsRefused() throws Exception {
        Peers.Meeting other = peers.meet();
        answer(peers.client().consumeM0CreateM1(m0));

        assertRefused(() -> server.consumeM3(other.m3()), Failure.TAG);
    }

    @Test
    void m3TwiceIsRefused() throws Exception {
        ClientHandshake client = peers.client();
        byte[] m3 = client.consumeM2CreateM3(answer(client.consumeM0CreateM1(m0)));
        server.consumeM3(m3);

        assertRefused(() -> server.consumeM3(m3), Failure.ORDER);
    }

    @Test
    void m3BeforeM1IsRefused() {
        assertRefused(() -> server.consumeM3(new byte[130]), Failure.ORDER);
    }

    @Test
    void aRecordInPlaceOfM3IsRefused() throws Exception {
        answer(peers.client().consumeM0CreateM1(m0));
        byte[] likeARecord = new byte[130];
        likeARecord[0] = 0x10;

        assertRefused(() -> server.consumeM3(likeARecord), Failure.TYPE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 129, 131, 65_536})
    void m3OfAnotherSizeIsRefused(int size) throws Exception {
        answer(peers.client().consumeM0CreateM1(m0));

        assertRefused(() -> server.consumeM3(new byte[size]), Failure.SIZE);
    }
}
