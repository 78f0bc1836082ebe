package parley.protocol;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parley.protocol.Failures.assertRefused;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomSourceTest {
    private static final SecureRandom STUCK = new SecureRandom() {
        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 7);
        }
    };
    private static final SecureRandom BROKEN = new SecureRandom() {
        @Override
        public void nextBytes(byte[] bytes) {
            throw new java.security.ProviderException("no entropy");
        }
    };

    private final Peers peers = new Peers(Suite.X25519);

    @Test
    void aStuckSourceMakesNoKeys() {
        assertThatThrownBy(() -> StaticKey.generate(STUCK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stuck");
        assertThatThrownBy(() -> KeyId.random(STUCK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stuck");
    }

    @Test
    void aStuckSourceMakesNoChallenge() {
        ServerHandshake server = new ServerHandshake(STUCK);

        assertThatThrownBy(server::createM0)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stuck");
    }

    @Test
    void aStuckSourceEndsTheClientsHandshake() {
        ClientHandshake client = new ClientHandshake(peers.token, peers.clientKey, STUCK);
        byte[] m0 = peers.server().createM0();

        assertRefused(() -> client.consumeM0CreateM1(m0), Failure.INTERNAL);
        assertRefused(() -> client.consumeM0CreateM1(m0), Failure.ORDER);
    }

    @Test
    void aSourceThatGetsStuckAfterM0EndsTheServersHandshake() throws Exception {
        byte[] challenge = new byte[32];
        ServerHandshake server = new ServerHandshake(new ScriptedRandom(challenge, challenge));
        byte[] m1 = peers.client().consumeM0CreateM1(server.createM0());

        assertRefused(() -> server.consumeM1CreateM2(m1, peers.credentials), Failure.INTERNAL);
    }

    @Test
    void aSourceThatFailsMakesNothing() {
        assertThatThrownBy(() -> new ServerHandshake(BROKEN)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> StaticKey.generate(BROKEN)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ClientHandshake(peers.token, peers.clientKey, BROKEN))
                .isInstanceOf(IllegalStateException.class);
    }
}
