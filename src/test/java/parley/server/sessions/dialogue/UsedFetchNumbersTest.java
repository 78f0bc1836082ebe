package parley.server.sessions.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsedFetchNumbersTest {

    private final UsedFetchNumbers numbers = new UsedFetchNumbers();

    @Test
    void noNumberIsUsedTwice() {
        assertThat(numbers.use(5)).isTrue();
        assertThat(numbers.use(3)).isTrue();
        assertThat(numbers.use(4)).isTrue();
        assertThat(numbers.use(3)).isFalse();
        assertThat(numbers.use(4)).isFalse();
        assertThat(numbers.use(5)).isFalse();
        assertThat(numbers.use(6)).isTrue();
        assertThat(numbers.use(6)).isFalse();
    }

    @Test
    void countingUpIsNeverTooMuch() {
        for (long number = 0; number < 200_000; number++) {
            assertThat(numbers.use(number)).isTrue();
        }
    }

    @Test
    void numbersScatteredWithoutEndAre() {
        boolean taken = true;
        for (long number = 0; number < 1_001 * 2; number += 2) {
            taken = numbers.use(number);
        }
        assertThat(taken).isFalse();
    }
}
