package parley.cli.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.cli.terminal.CliProblem;

class CommandWordsTest {

    private static List<String> words(String text) {
        return CommandWords.of("--run", text, false);
    }

    @Test
    void spacesPartWords() {
        assertThat(words("systemctl  reload nginx ")).containsExactly("systemctl", "reload", "nginx");
    }

    @Test
    void quotesAndBackslashesKeepThemTogether() {
        assertThat(words("say 'two words' \"it's\" a\\ b \"a \\\"b\\\"\" ''"))
                .containsExactly("say", "two words", "it's", "a b", "a \"b\"", "");
    }

    @Test
    void nothingIsExpanded() {
        assertThat(words("nginx -t -c $PARLEY_STAGED/nginx.conf *"))
                .containsExactly("nginx", "-t", "-c", "$PARLEY_STAGED/nginx.conf", "*");
    }

    @Test
    void withAShellTheTextIsLeftAlone() {
        assertThat(CommandWords.of("--run", "a | b", true)).containsExactly("/bin/sh", "-c", "a | b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a | b", "a && b", "a > b", "a; b", "a $(b)", "a `b`"})
    void whatOnlyAShellUnderstandsIsRefused(String text) {
        assertThatThrownBy(() -> words(text))
                .isInstanceOf(CliProblem.class)
                .hasMessageContaining("only a shell understands");
    }

    @Test
    void quotedOperatorsAreWordsLikeOthers() {
        assertThat(words("grep ';' 'a | b'")).containsExactly("grep", ";", "a | b");
    }

    @Test
    void anOpenQuoteIsNamedWithItsPlace() {
        assertThatThrownBy(() -> words("say 'hello")).isInstanceOfSatisfying(CliProblem.class, e -> assertThat(e.why())
                .contains("at character 5"));
    }

    @Test
    void anEmptyCommandIsNoCommand() {
        assertThatThrownBy(() -> words("  ")).hasMessage("--run has no command.");
    }
}
