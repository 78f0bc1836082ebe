package parley.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.problems.Problem;

class IdempotencyKeysTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"a,a", "\"8e03978e\",8e03978e", " deploy-7 ,deploy-7", "\"\",\"\"", "\",\""})
    void theQuotesOfAStructuredFieldAreNotPartOfTheKey(String header, String key) {
        assertThat(IdempotencyKeys.checked(header)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\u0000", "schlüssel"})
    void theseAreNoKeys(String header) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> IdempotencyKeys.checked(header))
                .withMessage("Idempotency-Key is not 1 to 255 visible ASCII characters.");
    }

    @Test
    void aKeyHasAtMost255Characters() {
        assertThat(IdempotencyKeys.checked("k".repeat(255))).hasSize(255);
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> IdempotencyKeys.checked("k".repeat(256)));
    }
}
