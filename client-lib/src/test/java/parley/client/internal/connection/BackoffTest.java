package parley.client.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    /** Draws the greatest number below each bound. */
    private static final RandomGenerator GREATEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void theBoundDoublesFromOneSecondToSixty() {
        Backoff backoff = new Backoff(GREATEST);

        assertThat(Stream.generate(() -> backoff.next(Duration.ZERO)).limit(8).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void theWaitIsAnywhereBetweenNothingAndTheBound() {
        Backoff backoff = new Backoff(new Random(1));
        for (int i = 0; i < 6; i++) {
            backoff.next(Duration.ZERO);
        }

        assertThat(Stream.generate(() -> backoff.next(Duration.ZERO))
                        .limit(1000)
                        .map(Duration::toSeconds))
                .anyMatch(s -> s < 5)
                .anyMatch(s -> s > 55)
                .allMatch(s -> s <= 60);
    }

    @Test
    void theServersWordIsTheLeast() {
        assertThat(new Backoff(GREATEST).next(Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(91));
    }

    @Test
    void noServerSendsAClientAwayForMoreThanAnHour() {
        assertThat(new Backoff(() -> 0).next(Duration.ofSeconds(0xFFFFFFFFL))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void afterASuccessItBeginsAnew() {
        Backoff backoff = new Backoff(GREATEST);
        backoff.next(Duration.ZERO);
        backoff.next(Duration.ZERO);
        backoff.reset();

        assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
    }
}
