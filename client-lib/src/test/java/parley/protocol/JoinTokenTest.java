package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.JoinTokenException.Reason;

class JoinTokenTest {
    private final Peers peers = new Peers(Suite.X25519_MLKEM768);
    private final String text = peers.token.unsafeText();

    @Test
    void aStrayCharacterIsNamedWithItsPosition() {
        JoinTokenException refused = refusal("  " + text.substring(0, 20) + "\u200b" + text.substring(20));

        assertThat(refused.reason()).isEqualTo(Reason.BASE64URL);
        assertThat(refused.position()).isEqualTo(23);
        assertThat(refused).hasMessage("Character 23 of the token, U+200B, belongs to no token.");
    }

    @Test
    void aSpaceInsideIsNamedAsASpace() {
        assertThat(refusal(text.substring(0, 30) + " " + text.substring(30)))
                .hasMessage("Character 31 of the token, U+0020 (a space), belongs to no token.");
    }

    @Test
    void whatIsNoTokenAtAllIsSaidToBeNone() {
        JoinTokenException refused = refusal("hello");

        assertThat(refused.reason()).isEqualTo(Reason.PREFIX);
        assertThat(refused).hasMessage("This is no join token: it does not begin with \"parley1_\".");
    }

    @Test
    void aTypingErrorAnywhereIsFound() {
        for (int i = 8; i < text.length() - 1; i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(refusal(text.substring(0, i) + other + text.substring(i + 1))
                            .reason())
                    .isEqualTo(Reason.CHECK);
        }
    }

    @Test
    void aCutTokenIsRefusedWhereverItIsCut() {
        for (int i = 0; i < text.length(); i++) {
            String cut = text.substring(0, i);
            assertThatExceptionOfType(JoinTokenException.class).isThrownBy(() -> JoinToken.parse(cut));
        }
    }

    @Test
    void aTextLongerThanAnyTokenIsNotEvenDecoded() {
        assertThat(refusal("parley1_" + "A".repeat(1_000_000)).reason()).isEqualTo(Reason.LENGTH);
    }

    @Test
    void theLongestTokenParses() throws Exception {
        List<String> urls = Collections.nCopies(4, "ws://a/" + "x".repeat(248));
        JoinToken longest = new JoinToken(
                Suite.X25519, peers.token.keyId(), peers.token.psk(), peers.token.serverKey(), Instant.EPOCH, urls);

        assertThat(JoinToken.parse(longest.unsafeText()).urls()).isEqualTo(urls);
    }

    @Test
    void noErrorShowsTheToken() {
        for (int i = 1; i < text.length(); i++) {
            JoinTokenException refused = refusal(text.substring(0, i) + "!" + text.substring(i));
            assertThat(refused.getMessage()).doesNotContain(text.substring(8, 14));
        }
    }

    @Test
    void anExpiredTokenParses() throws Exception {
        JoinToken expired = new JoinToken(
                Suite.X25519,
                peers.token.keyId(),
                peers.token.psk(),
                peers.token.serverKey(),
                Instant.EPOCH,
                List.of("wss://parley.example.org/ops"));

        assertThat(JoinToken.parse(expired.unsafeText()).notAfter()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void partsThatCannotBeInATokenAreRefused() {
        assertRefused(Reason.PSK, new byte[31], Instant.EPOCH, List.of("ws://a"));
        assertRefused(Reason.PSK, new byte[33], Instant.EPOCH, List.of("ws://a"));
        assertRefused(Reason.PSK, new byte[32], Instant.EPOCH, List.of("ws://a"));
        byte[] psk = peers.token.psk().unsafeBytes();
        assertRefused(Reason.NOT_AFTER, psk, Instant.ofEpochSecond(-1), List.of("ws://a"));
        assertRefused(Reason.NOT_AFTER, psk, Instant.ofEpochSecond(253_402_300_800L), List.of("ws://a"));
        assertRefused(Reason.URLS, psk, Instant.EPOCH, List.of());
        assertRefused(Reason.URLS, psk, Instant.EPOCH, List.of("ws://a", "ws://b", "ws://c", "ws://d", "ws://e"));
        assertRefused(Reason.URL, psk, Instant.EPOCH, List.of("http://a"));
        assertRefused(Reason.URL, psk, Instant.EPOCH, List.of("ws://a/" + "x".repeat(249)));
    }

    private void assertRefused(Reason reason, byte[] psk, Instant notAfter, List<String> urls) {
        JoinTokenException refused = catchThrowableOfType(
                JoinTokenException.class,
                () -> new JoinToken(
                        Suite.X25519, peers.token.keyId(), Secret.of(psk), peers.token.serverKey(), notAfter, urls));
        assertThat(refused.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://a",
                "ws://A.Example",
                "wss://127.0.0.1:65535/x",
                "ws://[::1]",
                "ws://[::]",
                "ws://[1:2:3:4:5:6:7:8]:1",
                "ws://[fe80::1:2]",
                "ws://[::ffff:10.0.0.1]:8080",
                "ws://[1::]/a.b/c~d_e-f"
            })
    void goodUrls(String url) {
        assertThatCode(() -> JoinToken.checkUrl(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "ws://-a, has a host that is no name of letters",
        "ws://a..b, has a host that is no name of letters",
        "ws://a., has a host that is no name of letters",
        "ws://:80, has no host",
        "ws://256.1.1.1, has a malformed IPv4 address",
        "ws://[1:2:3:4:5:6:7], has a malformed IPv6 address",
        "ws://[1:2:3:4:5:6:7:8:9], has a malformed IPv6 address",
        "ws://[1::2::3], has a malformed IPv6 address",
        "ws://[1:2:3:4:5:6:7::8], has a malformed IPv6 address",
        "ws://[12345::], has a malformed IPv6 address",
        "ws://[::1, without its closing bracket",
        "ws://[::1]x, has a port",
        "ws://a:+1, has a port",
        "ws://a:99999, has a port",
        "ws://u@a, has user information",
        "ws://a?q, has a query or a fragment",
        "ws://a/b#c, has a query or a fragment",
        "ws://a//b, has an empty path segment",
        "ws://a/b/, has an empty path segment or ends with a slash",
        "ws://a/%2e, has a character in its path"
    })
    void badUrlsAreRefusedInWords(String url, String words) {
        assertThatThrownBy(() -> JoinToken.checkUrl(url))
                .isInstanceOf(JoinTokenException.class)
                .hasMessageStartingWith("The server URL ")
                .hasMessageContaining(words);
    }

    @Test
    void destroyingATokenWipesItsKey() {
        peers.token.destroy();

        assertThat(peers.token.isDestroyed()).isTrue();
        assertThatThrownBy(() -> peers.token.psk().unsafeBytes()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(peers.token::unsafeText).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keyIdsReadAndPrintAsHex() {
        KeyId keyId = KeyId.parse("00112233445566778899aabbccddeeff");

        assertThat(keyId.hex()).isEqualTo("00112233445566778899aabbccddeeff");
        assertThat(keyId).isEqualTo(KeyId.of(keyId.bytes())).hasSameHashCodeAs(KeyId.of(keyId.bytes()));
        assertThat(KeyId.random(new SecureRandom())).isNotEqualTo(KeyId.random(new SecureRandom()));
        assertThatThrownBy(() -> KeyId.parse("0011")).isInstanceOf(IllegalArgumentException.class);
    }

    private static JoinTokenException refusal(String token) {
        JoinTokenException refused = catchThrowableOfType(JoinTokenException.class, () -> JoinToken.parse(token));
        assertThat(refused).as(token).isNotNull();
        return refused;
    }
}
