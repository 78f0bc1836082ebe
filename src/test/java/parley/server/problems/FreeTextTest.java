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
}
