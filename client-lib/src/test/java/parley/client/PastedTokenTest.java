package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;
import parley.protocol.KeyId;
import parley.protocol.Secret;
import parley.protocol.StaticKey;
import parley.protocol.Suite;

class PastedTokenTest {

    private static final String T = token(1);

    private static String token(int number) {
        byte[] psk = new byte[32];
        psk[0] = (byte) number;
        try {
            return new JoinToken(
                            Suite.of(2),
                            KeyId.of(new byte[16]),
                            Secret.of(psk),
                            StaticKey.generate(new SecureRandom()).publicKey(),
                            Instant.parse("2030-01-01T00:00:00Z"),
                            List.of("wss://parley.example.org", "ws://192.0.2.1:8080"))
                    .unsafeText();
        } catch (JoinTokenException e) {
            throw new AssertionError(e);
        }
    }

    private static String wrapped(String text, int columns, String between) {
        return text.replaceAll("(.{" + columns + "})", "$1" + between);
    }

    static Stream<String> pasted() {
        return Stream.of(
                T,
                "parley join " + T,
                "sudo parley join " + T,
                "$ parley join " + T,
                "# ./parley join " + T + "\n",
                "parley join parley join " + T,
                "PS C:\\> parley join " + T,
                "\"" + T + "\"",
                "'" + T + "'",
                "`" + T + "`",
                "\u201c" + T + "\u201d",
                "\u201e" + T + "\u201c",
                "\u2018" + T + "\u2019",
                "\u00ab\u00a0" + T + "\u00a0\u00bb",
                "<" + T + ">",
                "Run " + T + ".",
                "**" + T + "**",
                "\ufeff" + T,
                "\u00a0\u2003" + T + "\u200b",
                T + " --to /etc/nginx --yes",
                T + "\nThen tell us how it went.\n",
                T + "\n" + T,
                wrapped("parley join " + T, 60, "\n"),
                wrapped("parley join " + T, 60, "\r\n    "),
                wrapped("parley join " + T, 60, "\r"),
                wrapped("> parley join " + T, 60, "\n> "),
                wrapped(">> " + T, 60, "\n>> "),
                wrapped("| " + T, 40, "\n| "),
                wrapped(T, 60, " "),
                wrapped(T, 60, "\\\n"),
                wrapped(T, 60, "=\r\n"),
                wrapped(T, 60, "`\r\n"),
                wrapped(T, 1, "\n"),
                wrapped(T, 20, "\u00ad"),
                wrapped("Hello,\n\nplease run\n\n    parley join " + T, 60, "\n") + "\n\n-- \nAda\n");
    }

    @ParameterizedTest
    @MethodSource("pasted")
    void theTokenIsFoundWhereverItIsComplete(String text) throws JoinTokenException {
        PastedToken pasted = PastedToken.in(text);

        assertThat(pasted.parse().unsafeText()).isEqualTo(T);
        assertThat(pasted.hasSeveral()).isFalse();
        assertThat(pasted.isUnfinished()).isFalse();
    }

    static Stream<byte[]> encoded() {
        return Stream.of(
                T.getBytes(StandardCharsets.UTF_8),
                with(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
                with(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
                with(StandardCharsets.UTF_16BE, 0xFE, 0xFF),
                T.getBytes(StandardCharsets.UTF_16LE),
                T.getBytes(StandardCharsets.UTF_16BE));
    }

    private static byte[] with(Charset charset, int... mark) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int each : mark) {
            bytes.write(each);
        }
        bytes.writeBytes((T + "\r\n").getBytes(charset));
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void aFileMayBeUtf16AndHaveAByteOrderMark(byte[] file) throws JoinTokenException {
        assertThat(PastedToken.in(PastedToken.decoded(file)).parse().unsafeText())
                .isEqualTo(T);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "\ufeff", "\u00a0\u200b", ">\n> \n"})
    void whatHasNothingToBeSeenIsEmpty(String text) {
        assertThat(PastedToken.in(text).isEmpty()).isTrue();
    }

    @Test
    void twoDifferentTokensAreToldTheSameTwiceIsOne() {
        assertThat(PastedToken.in(T + "\n" + token(2)).hasSeveral()).isTrue();
        assertThat(PastedToken.in(T + "\n" + T).hasSeveral()).isFalse();
    }

    @Test
    void aCompleteTokenCountsMoreThanADamagedOne() throws JoinTokenException {
        assertThat(PastedToken.in("parley1_… is how a token begins: " + T)
                        .parse()
                        .unsafeText())
                .isEqualTo(T);
    }

    @Test
    void aStrayCharacterHasItsPlaceInTheTextAsPasted() {
        String damaged = T.substring(0, 80) + "!" + T.substring(81);

        assertThat(error("$ parley join " + damaged))
                .isEqualTo("Character 81 of the token, \"!\", belongs to no token." + " character 95");
        assertThat(error(wrapped("parley join " + damaged, 60, "\n  ")))
                .isEqualTo("Character 81 of the token, \"!\", belongs to no token. line 2, character 35");
        assertThat(error(damaged)).isEqualTo("Character 81 of the token, \"!\", belongs to no token. -");
    }

    @Test
    void aTypingErrorIsToldAlsoWhenWordsFollow() {
        String damaged = T.substring(0, 30) + (T.charAt(30) == 'A' ? 'B' : 'A') + T.substring(31);

        assertThat(error(wrapped(damaged, 60, "\n") + "\nThen tell us."))
                .isEqualTo("The token was mistyped or is not complete: its check does not match. -");
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 60, 130, 180})
    void aTokenThatStopsIsUnfinished(int length) {
        assertThat(PastedToken.in("parley join " + T.substring(0, length)).isUnfinished())
                .isTrue();
    }

    @Test
    void charactersTooManyAreNotCutOff() {
        assertThat(error(T + "AAAA")).startsWith("The token was mistyped or is not complete");
    }

    @Test
    void aTextThatIsTooLongIsNotLookedThrough() {
        assertThat(PastedToken.in(" ".repeat(PastedToken.LONGEST) + T).isEmpty())
                .isTrue();
    }

    private static String error(String text) {
        PastedToken pasted = PastedToken.in(text);
        JoinTokenException error = catchThrowableOfType(JoinTokenException.class, pasted::parse);
        assertThat(error).isNotNull();
        return error.getMessage() + " " + pasted.place(error).orElse("-");
    }
}
