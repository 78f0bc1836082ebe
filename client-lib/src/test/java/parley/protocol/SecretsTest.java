package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private final Peers peers = new Peers(Suite.X25519_MLKEM768);

    @Test
    void nothingPrintsASecret() throws Exception {
        ServerHandshake server = peers.server();
        ClientHandshake client = peers.client();
        Peers.Meeting meeting = peers.meet(server, client);
        List<byte[]> secrets = List.of(
                peers.token.psk().unsafeBytes(),
                peers.clientKey.unsafePrivateBytes(),
                peers.serverKey.unsafePrivateBytes(),
                Arrays.copyOf(peers.keys.unsafeBytes(), 32));
        List<Object> printed = List.of(
                peers.token,
                peers.token.psk(),
                peers.clientKey,
                peers.serverKey,
                peers.keys,
                peers.credentials,
                server,
                client,
                meeting.client(),
                meeting.server(),
                meeting.client().writer(),
                meeting.client().reader());
        for (Object object : printed) {
            for (byte[] secret : secrets) {
                assertThat(object.toString())
                        .doesNotContainIgnoringCase(HexFormat.of().formatHex(secret))
                        .doesNotContain(Base64Url.encode(secret))
                        .doesNotContain(Arrays.toString(secret))
                        .doesNotContain(peers.token.unsafeText());
            }
        }
    }

    @Test
    void aDestroyedSecretIsGone() {
        Secret secret = Secret.of(new byte[] {1, 2, 3});
        byte[] held = secret.bytes();

        secret.destroy();

        assertThat(held).containsOnly(0);
        assertThat(secret.isDestroyed()).isTrue();
        assertThatThrownBy(secret::unsafeBytes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void secretsCompareByContentAndHandOutCopies() {
        Secret secret = Secret.of(new byte[] {1, 2, 3});
        secret.unsafeBytes()[0] = 9;

        assertThat(secret).isEqualTo(Secret.of(new byte[] {1, 2, 3})).hasToString("Secret[3 bytes]");
        assertThat(secret).isNotEqualTo(Secret.of(new byte[] {1, 2, 4}));
    }

    @Test
    void theKeysOfATokenGoThroughTheirBytes() {
        byte[] stored = peers.keys.unsafeBytes();

        assertThat(stored).hasSize(128);
        assertThat(PskKeys.of(stored).unsafeBytes()).isEqualTo(stored);
        assertThatThrownBy(() -> PskKeys.of(new byte[127])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void destroyedKeysAreGone() {
        byte[] k_bind = peers.keys.k_bind();

        peers.keys.destroy();
        peers.clientKey.destroy();

        assertThat(k_bind).containsOnly(0);
        assertThatThrownBy(peers.keys::unsafeBytes).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(peers.clientKey::unsafePrivateBytes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatAFailureSaysIsTheSameWhateverTheCause() {
        for (Failure failure : Failure.values()) {
            assertThat(new ProtocolException(failure))
                    .hasMessage("The peer is not who it should be, or the connection was damaged.");
        }
    }
}
