package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static parley.protocol.Vectors.hex;

import jakarta.json.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/vectors/handshake-suite1.json and handshake-suite2.json, every value in them. */
class HandshakeVectorTest {
    @ParameterizedTest
    @ValueSource(strings = {"handshake-suite1.json", "handshake-suite2.json"})
    void bothEndsSendTheMessagesOfTheVector(String file) throws Exception {
        JsonObject v = Vectors.read(file);
        JoinToken token = JoinToken.parse(v.getString("token"));
        StaticKey serverKey = StaticKey.of(hex(v, "S_priv"));
        StaticKey clientKey = StaticKey.of(hex(v, "C_priv"));
        boolean kem = v.getInt("suite") == 2;
        SecureRandom clientRandom = kem
                ? new ScriptedRandom(hex(v, "r_c"), Hash.concat(hex(v, "d"), hex(v, "z")), hex(v, "e_c_priv"))
                : new ScriptedRandom(hex(v, "r_c"), hex(v, "e_c_priv"));
        SecureRandom serverRandom = kem
                ? new ScriptedRandom(hex(v, "r_s"), hex(v, "m"), hex(v, "e_s_priv"))
                : new ScriptedRandom(hex(v, "r_s"), hex(v, "e_s_priv"));
        PskKeys keys = PskKeys.derive(token.psk(), token.keyId(), token.serverKey(), token.suite());
        ServerHandshake server = new ServerHandshake(serverRandom);
        ClientHandshake client = new ClientHandshake(token, clientKey, clientRandom);

        byte[] m0 = server.createM0();
        byte[] m1 = client.consumeM0CreateM1(m0);
        byte[] m2 = server.consumeM1CreateM2(m1, new ServerHandshake.Credentials(token.suite(), serverKey, keys));
        byte[] m3 = client.consumeM2CreateM3(m2);
        Session serverSession = server.consumeM3(m3);
        Session clientSession = client.session();

        assertThat(hex(m0)).isEqualTo(v.getString("M0"));
        assertThat(hex(m1)).isEqualTo(v.getString("M1"));
        assertThat(hex(m2)).isEqualTo(v.getString("M2"));
        assertThat(hex(m3)).isEqualTo(v.getString("M3"));
        assertThat(ServerHandshake.keyIdOf(m1).hex()).isEqualTo(v.getString("keyId"));
        for (Session session : List.of(clientSession, serverSession)) {
            assertThat(session.sessionId()).isEqualTo(v.getString("sessionId"));
            assertThat(session.clientId()).isEqualTo(v.getString("clientId"));
            assertThat(session.approvalCode(hex(v, "r_s"))).isEqualTo(v.getString("approvalCode"));
        }
        assertThat(serverSession.peerKey()).isEqualTo(clientKey.publicKey());
        assertThat(clientSession.peerKey()).isEqualTo(serverKey.publicKey());
        assertThat(hex(serverSession.reveal())).isEqualTo(v.getString("r_s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"handshake-suite1.json", "handshake-suite2.json"})
    void theKeyScheduleGivesTheValuesOfTheVector(String file) throws Exception {
        JsonObject v = Vectors.read(file);
        PublicKey C_pub = PublicKey.of(hex(v, "C_pub"));
        PublicKey S_pub = PublicKey.of(hex(v, "S_pub"));
        Suite suite = Suite.of(v.getInt("suite"));
        KeyId keyId = KeyId.parse(v.getString("keyId"));
        byte[] m1 = hex(v, "M1");
        byte[] h2 = hex(v, "h2");
        byte[] hF = hex(v, "hF");
        byte[] master = hex(v, "master");

        same(v, "epsk", PskKeys.epsk(hex(v, "psk")));
        same(v, "ctx", PskKeys.ctx(keyId, S_pub, suite));
        same(v, "ipsk", PskKeys.ipsk(hex(v, "epsk"), hex(v, "ctx")));
        assertThat(hex(PskKeys.derive(Secret.of(hex(v, "psk")), keyId, S_pub, suite)
                        .unsafeBytes()))
                .isEqualTo(v.getString("k_noise") + v.getString("k_bind") + v.getString("k_sp") + v.getString("k_cp"));
        same(v, "n_s", KeySchedule.n_s(hex(v, "r_s")));
        same(v, "n_c", KeySchedule.n_c(hex(v, "r_c"), C_pub));
        same(v, "prologue", KeySchedule.prologue(hex(v, "M0"), Arrays.copyOf(m1, 51)));
        same(v, "binder", KeySchedule.binder(hex(v, "k_bind"), hex(v, "n_s"), HandshakeMessage.withoutValue(m1)));
        same(v, "proof_s", KeySchedule.proof_s(hex(v, "k_sp"), hex(v, "n_c"), hex(v, "n_s"), h2));
        same(v, "kc", KeySchedule.kc(hex(v, "ss"), h2));
        same(v, "proof_c", KeySchedule.proof_c(hex(v, "k_cp"), hex(v, "n_s"), hex(v, "n_c"), h2, C_pub, hex(v, "kc")));
        same(v, "master", KeySchedule.master(hex(v, "t1"), hex(v, "t2"), hex(v, "ss")));
        same(v, "c_0", KeySchedule.c_0(master, hF));
        same(v, "s_0", KeySchedule.s_0(master, hF));
        same(v, "sessionId", KeySchedule.sessionId(master, hF));
        for (String direction : List.of("c", "s")) {
            JsonObject first = v.getJsonObject(direction);
            same(first, "key", KeySchedule.key(hex(v, direction + "_0")));
            same(first, "iv", KeySchedule.iv(hex(v, direction + "_0")));
        }
        assertThat(KeySchedule.approvalCode(master, hF, hex(v, "r_c"), hex(v, "r_s")))
                .isEqualTo(v.getString("approvalCode"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"handshake-suite1.json", "handshake-suite2.json"})
    void x25519AndMlKemGiveTheValuesOfTheVector(String file) throws Exception {
        JsonObject v = Vectors.read(file);
        StaticKey S = StaticKey.of(hex(v, "S_priv"));
        StaticKey C = StaticKey.of(hex(v, "C_priv"));
        StaticKey e_c = StaticKey.of(hex(v, "e_c_priv"));
        StaticKey e_s = StaticKey.of(hex(v, "e_s_priv"));

        same(v, "S_pub", S.publicKey().bytes());
        same(v, "C_pub", C.publicKey().bytes());
        same(v, "e_c", e_c.publicKey().bytes());
        same(v, "e_s", e_s.publicKey().bytes());
        same(v, "es", e_c.agree(S.publicKey()));
        same(v, "es", S.agree(e_c.publicKey()));
        same(v, "ee", e_c.agree(e_s.publicKey()));
        same(v, "se", C.agree(e_s.publicKey()));
        same(v, "se", e_s.agree(C.publicKey()));
        if (v.getInt("suite") == 2) {
            MlKem768 kem = new MlKem768(Hash.concat(hex(v, "d"), hex(v, "z")));
            MlKem768.Encapsulation made = MlKem768.encapsulate(hex(v, "ek"), hex(v, "m"));
            same(v, "ek", kem.ek());
            same(v, "ct", made.ct());
            same(v, "ss", made.ss());
            same(v, "ss", kem.decapsulate(hex(v, "ct")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"handshake-suite1.json", "handshake-suite2.json"})
    void bothNoiseEndsPassThroughEveryStepOfTheVector(String file) throws Exception {
        JsonObject v = Vectors.read(file);
        byte[] toServer = v.getInt("suite") == 2 ? hex(v, "ek") : Hash.NONE;
        byte[] toClient = v.getInt("suite") == 2 ? hex(v, "ct") : Hash.NONE;
        byte[] last = Hash.concat(hex(v, "proof_c"), hex(v, "r_c"));
        RecordedState clientStates = new RecordedState();
        RecordedState serverStates = new RecordedState();
        HandshakeState client = new HandshakeState(
                Pattern.XKPSK0,
                true,
                clientStates,
                hex(v, "prologue"),
                StaticKey.of(hex(v, "C_priv")),
                PublicKey.of(hex(v, "S_pub")),
                hex(v, "k_noise"),
                new Randomness(new ScriptedRandom(hex(v, "e_c_priv"))));
        HandshakeState server = new HandshakeState(
                Pattern.XKPSK0,
                false,
                serverStates,
                hex(v, "prologue"),
                StaticKey.of(hex(v, "S_priv")),
                null,
                hex(v, "k_noise"),
                new Randomness(new ScriptedRandom(hex(v, "e_s_priv"))));

        same(v, "noise1", client.writeMessage(toServer));
        assertThat(server.readMessage(hex(v, "noise1"))).isEqualTo(toServer);
        same(v, "h1", client.h());
        same(v, "noise2", server.writeMessage(toClient));
        assertThat(client.readMessage(hex(v, "noise2"))).isEqualTo(toClient);
        same(v, "h2", server.h());
        same(v, "noise3", client.writeMessage(last));
        assertThat(server.readMessage(hex(v, "noise3"))).isEqualTo(last);
        assertThat(v.getString("noise3")).startsWith(v.getString("C_ct"));
        for (HandshakeState end : List.of(client, server)) {
            same(v, "hF", end.h());
            same(v, "t1", end.split()[0]);
            same(v, "t2", end.split()[1]);
        }
        List<String> steps = new ArrayList<>();
        for (JsonObject step : Vectors.list(v, "steps")) {
            steps.add(step.getString("h") + " " + step.getString("ck"));
        }
        assertThat(steps).hasSize(13);
        assertThat(clientStates.passed).containsSubsequence(steps);
        assertThat(serverStates.passed).containsSubsequence(steps);
    }

    private static void same(JsonObject vector, String member, byte[] computed) {
        assertThat(hex(computed)).as(member).isEqualTo(vector.getString(member));
    }

    /** Notes h and ck after every operation; a step of the vectors is one or two of these. */
    private static final class RecordedState extends SymmetricState {
        private final List<String> passed = new ArrayList<>();

        RecordedState() {
            super(Pattern.XKPSK0.protocolName());
            note();
        }

        @Override
        void mixKey(byte[] inputKeyMaterial) {
            super.mixKey(inputKeyMaterial);
            note();
        }

        @Override
        void mixHash(byte[] data) {
            super.mixHash(data);
            note();
        }

        @Override
        void mixKeyAndHash(byte[] inputKeyMaterial) {
            super.mixKeyAndHash(inputKeyMaterial);
            note();
        }

        private void note() {
            passed.add(hex(h()) + " " + hex(ck()));
        }
    }
}
