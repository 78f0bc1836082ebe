package parley.server.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FreeTextTest {

    @Test
    void whatNobodyWroteIsEmpty() {
        assertThat(FreeText.check("notes", null, 5)).isEmpty();
    }

    @Test
    void linesAndMarkupAreOrdinaryText() {
        assertThat(FreeText.check("notes", "<b>\n", 5)).isEqualTo("<b>\n");
    }

    @Test
    void tooMuchIsRefusedWithTheBound() {
        assertThatThrownBy(() -> FreeText.check("notes", "123456", 5))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.json().getString("detail")).isEqualTo("notes has more than 5 characters.");
                });
    }

    @Test
    void whatNoDatabaseKeepsIsRefused() {
        assertThatThrownBy(() -> FreeText.check("reason", "a\0b", 5))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.json().getString("detail"))
                                .isEqualTo("reason has a NUL character."));
    }

    @Test
    void whatIsShownInOneLineOfAListHasNoControlCharacters() {
        assertThat(FreeText.checkLine("description", "Büro, <b>3. Stock</b>", 100))
                .isEqualTo("Büro, <b>3. Stock</b>");
        for (String text : new String[] {"a\nb", "a\tb", "\u001b[31m", "\u0085"}) {
            assertThatThrownBy(() -> FreeText.checkLine("description", text, 100))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.json().getString("detail"))
                                    .startsWith("description has the control character U+00"));
        }
    }
}
