package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parley.protocol.Failures.assertRefused;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Why Parley/1 exists: each attack succeeds on the original protocol, and the same attack fails on Parley/1. The
 * outsider holds no key; the insider is another client, which holds what every client holds.
 */
class OriginalProtocolAttacksTest {
    private final byte[] K = OriginalProtocol.fresh();
    private final OriginalProtocol.Client client = new OriginalProtocol.Client(K);
    private final OriginalProtocol.Server server = new OriginalProtocol.Server(K);

    private final Peers peers = new Peers(Suite.X25519_MLKEM768);
    private final List<byte[]> wire = new ArrayList<>();

    private void meetOriginally() throws GeneralSecurityException {
        server.accept(client.m3(server.m2(client.m1())));
    }

    private byte[] sealed(Session from, String text) {
        wire.clear();
        from.writer().json(Hash.ascii(text), wire::add);
        return wire.get(0);
    }

    @Nested
    class ReflectingMessage1AsMessage2 {
        @Test
        void makesTheOriginalClientAcceptAServerThatDoesNotExist() throws Exception {
            byte[] m1 = client.m1();

            byte[] m3 = client.m3(m1);

            assertThat(m3).isNotEmpty();
            assertThat(client.receive(client.send("the update"))).isEqualTo("the update");
        }

        @Test
        void isRefusedByParleysClient() throws Exception {
            ClientHandshake parley = peers.client();
            byte[] m1 = parley.consumeM0CreateM1(peers.server().createM0());
            byte[] reflected = Arrays.copyOf(m1, 1170);
            reflected[0] = 2;

            assertRefused(() -> parley.consumeM2CreateM3(reflected));
        }
    }

    @Nested
    class ARecordSentBackToItsSender {
        @Test
        void isTakenByTheOriginalClientAsTheServers() throws Exception {
            meetOriginally();

            assertThat(client.receive(client.send("rm -rf /"))).isEqualTo("rm -rf /");
        }

        @Test
        void isRefusedByParley() throws Exception {
            Peers.Meeting meeting = peers.meet();

            assertRefused(() -> meeting.client().reader().read(sealed(meeting.client(), "{}")), Failure.TAG);
        }
    }

    @Nested
    class ARecordDeliveredTwiceOutOfOrderOrNotAtAll {
        @Test
        void isNotNoticedByTheOriginal() throws Exception {
            meetOriginally();
            byte[] first = server.send("first");
            byte[] second = server.send("second");
            byte[] last = server.send("last, then end");

            assertThat(client.receive(second)).isEqualTo("second");
            assertThat(client.receive(first)).isEqualTo("first");
            assertThat(client.receive(first)).isEqualTo("first");
            assertThat(last).isNotEmpty();
        }

        @Test
        void isRefusedByParley() throws Exception {
            Peers.Meeting replayed = peers.meet();
            byte[] first = sealed(replayed.server(), "first");
            replayed.client().reader().read(first);
            assertRefused(() -> replayed.client().reader().read(first), Failure.TAG);

            Peers.Meeting reordered = peers.meet();
            sealed(reordered.server(), "first");
            byte[] second = sealed(reordered.server(), "second");
            assertRefused(() -> reordered.client().reader().read(second), Failure.TAG);
        }

        @Test
        void isKnownToParleyByTheMissingClose() throws Exception {
            Peers.Meeting cut = peers.meet();
            Incoming last = cut.client().reader().read(sealed(cut.server(), "first"));

            assertThat(last).isNotInstanceOf(Incoming.Close.class);
        }
    }

    @Nested
    class Messages2And3AsMessage1 {
        @Test
        void areAnsweredByTheOriginalServer() throws Exception {
            byte[] m2 = server.m2(client.m1());
            byte[] m3 = client.m3(m2);

            assertThatCode(() -> new OriginalProtocol.Server(K).m2(m2)).doesNotThrowAnyException();
            assertThatCode(() -> new OriginalProtocol.Server(K).m2(m3)).doesNotThrowAnyException();
        }

        @Test
        void areRefusedByParleysServer() throws Exception {
            Peers.Meeting meeting = peers.meet();
            for (byte[] message : List.of(meeting.m2(), meeting.m3())) {
                byte[] asM1 = Arrays.copyOf(message, 1315);
                asM1[0] = 1;
                asM1[2] = 2;
                ServerHandshake another = peers.server();
                another.createM0();
                assertRefused(() -> another.consumeM1CreateM2(asM1, peers.credentials), Failure.BINDER);
            }
        }
    }

    @Nested
    class ARecordedMessage1 {
        @Test
        void isAnsweredByTheOriginalServerForEver() throws Exception {
            byte[] m1 = client.m1();

            assertThat(new OriginalProtocol.Server(K).m2(m1)).isNotEmpty();
            assertThat(new OriginalProtocol.Server(K).m2(m1)).isNotEmpty();
        }

        @Test
        void isWorthNothingToParley() throws Exception {
            byte[] m1 = peers.client().consumeM0CreateM1(peers.server().createM0());
            ServerHandshake another = peers.server();
            another.createM0();

            assertRefused(() -> another.consumeM1CreateM2(m1, peers.credentials), Failure.BINDER);
        }
    }

    @Nested
    class AnInsiderInTheServersPlace {
        @Test
        void isTheServerToTheOriginalClient() throws Exception {
            OriginalProtocol.Server impostor = new OriginalProtocol.Server(K);

            impostor.accept(client.m3(impostor.m2(client.m1())));

            assertThat(client.receive(impostor.send("forged"))).isEqualTo("forged");
        }

        @Test
        void doesNotEvenReadParleysM1() throws Exception {
            StaticKey own = StaticKey.generate(new SecureRandom());
            ServerHandshake impostor = peers.server();
            byte[] m1 = peers.client().consumeM0CreateM1(impostor.createM0());

            assertRefused(
                    () -> impostor.consumeM1CreateM2(m1, new ServerHandshake.Credentials(peers.suite, own, peers.keys)),
                    Failure.TAG);
        }
    }

    @Nested
    class AnInsiderWithARecordingOfAnotherSession {
        @Test
        void readsAllOfItInTheOriginal() throws Exception {
            byte[] m1 = client.m1();
            byte[] m2 = server.m2(m1);
            server.accept(client.m3(m2));
            byte[] record = client.send("database password");

            byte[] c1 = OriginalProtocol.second(OriginalProtocol.open(K, m1));
            byte[] c2 = OriginalProtocol.first(OriginalProtocol.open(K, m2));
            byte[] sessionKey = OriginalProtocol.combine(c1, K, c2);

            assertThat(OriginalProtocol.open(sessionKey, record)).isEqualTo(Hash.ascii("database password"));
        }

        @Test
        void hasNoKeyThatOpensAnythingOfParley() throws Exception {
            Peers.Meeting recorded = peers.meet();
            byte[] record = sealed(recorded.client(), "database password");
            byte[] noise1 = Arrays.copyOfRange(recorded.m1(), 51, 1315 - 32);
            byte[] prologue = KeySchedule.prologue(recorded.m0(), Arrays.copyOf(recorded.m1(), 51));
            HandshakeState withThePskOnly = HandshakeState.responder(
                    prologue,
                    StaticKey.generate(new SecureRandom()),
                    peers.keys.k_noise(),
                    new Randomness(new SecureRandom()));

            assertRefused(() -> withThePskOnly.readMessage(noise1), Failure.TAG);
            for (int i = 0; i < 128; i += 32) {
                byte[] known = Arrays.copyOfRange(peers.keys.unsafeBytes(), i, i + 32);
                assertRefused(() -> new RecordReader(new Ratchet(known, 20), false).read(record), Failure.TAG);
            }
        }
    }

    @Nested
    class AnInsiderThatChoosesTheSessionKey {
        @Test
        void getsTheOneItWantsFromTheOriginalWhenPlusIsXor() throws Exception {
            byte[] wanted = new byte[32];
            byte[] c1 = OriginalProtocol.second(OriginalProtocol.open(K, client.m1()));
            byte[] c2 = OriginalProtocol.combine(c1, K, wanted);

            client.m3(OriginalProtocol.seal(K, Hash.concat(c2, c1)));

            assertThat(client.sessionKey()).isEqualTo(wanted);
        }

        @Test
        void getsAnotherSessionFromParleyEvenWithEverythingElseRepeated() throws Exception {
            Peers.Meeting one = peers.meet(peers.server(), peers.clientWith("repeats itself"));
            Peers.Meeting other = peers.meet(peers.server(), peers.clientWith("repeats itself"));

            assertThat(one.server().sessionId()).isNotEqualTo(other.server().sessionId());
            byte[] record = sealed(one.client(), "{}");
            assertRefused(() -> other.server().reader().read(record), Failure.TAG);
        }
    }

    @Nested
    class TheSessionKeyByConcatenation {
        @Test
        void isNoKeyForAes() {
            byte[] key = Hash.concat(OriginalProtocol.fresh(), K, OriginalProtocol.fresh());

            assertThat(key).hasSize(96);
            assertThatThrownBy(() -> OriginalProtocol.seal(key, new byte[1])).isInstanceOf(InvalidKeyException.class);
        }

        @Test
        void isDerivedToSizeByParley() {
            assertThat(KeySchedule.key(new byte[32])).hasSize(32);
            assertThat(KeySchedule.iv(new byte[32])).hasSize(12);
        }
    }
}
