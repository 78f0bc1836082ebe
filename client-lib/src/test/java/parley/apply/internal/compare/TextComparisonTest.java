package parley.apply.internal.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import parley.apply.Comparison;

class TextComparisonTest {

    private static Comparison between(String old, String now) {
        return TextComparison.between(old.getBytes(UTF_8), now.getBytes(UTF_8));
    }

    @Test
    void textsAreComparedLineByLine() {
        assertThat(between("port=1\n", "port=2\n").lines()).contains("@@ -1 +1 @@\n-port=1\n+port=2\n");
    }

    @Test
    void whatIsNoTextIsNotCompared() {
        assertThat(between("a", "\0")).isEqualTo(TextComparison.none("not text, or more than 64 KiB"));
        assertThat(TextComparison.between(new byte[] {(byte) 0xe4}, new byte[0]))
                .isEqualTo(TextComparison.none("not text, or more than 64 KiB"));
        assertThat(TextComparison.between(new byte[0], new byte[64 * 1024 + 1]))
                .isEqualTo(TextComparison.none("not text, or more than 64 KiB"));
    }

    @Test
    void equalContentsAreSaidToBeEqual() {
        assertThat(between("a\n", "a\n")).isEqualTo(TextComparison.none("the contents are equal"));
    }

    @Test
    void aLongDifferenceIsCutAndSaysSo() {
        Comparison comparison = between("", "x\n".repeat(1000));

        assertThat(comparison.lines().orElseThrow().lines()).hasSize(400);
        assertThat(comparison.remark()).isEqualTo("601 more lines");
    }

    @Test
    void whatATerminalWouldObeyIsMadeVisible() {
        assertThat(between("", "\u001b]0;title\u0007\ta\r\n\u202Eb\u0085\n").lines())
                .contains("@@ -0,0 +1,2 @@\n+␛]0;title␇\ta␍\n+<U+202E>b<U+0085>\n");
    }
}
