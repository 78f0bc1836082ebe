package parley.server.task.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import parley.server.problems.Problem;

class StartTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

    @Test
    void aTimeThatHasPassedIsRefused() {
        assertThatThrownBy(() -> StartTime.check(NOW.minusSeconds(1), NOW))
                .isInstanceOf(Problem.class)
                .hasMessage("startAt is 2026-11-23T01:59:59Z, and the server's clock shows 2026-11-23T02:00:00Z: "
                        + "that time has passed.");
        assertThatThrownBy(() -> StartTime.check(NOW, NOW)).isInstanceOf(Problem.class);
    }

    @Test
    void aYearAheadIsTheMost() {
        assertThatCode(() -> StartTime.check(NOW.plus(Duration.ofDays(366)), NOW))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> StartTime.check(Instant.parse("2062-11-23T02:00:00Z"), NOW))
                .isInstanceOf(Problem.class)
                .hasMessage("startAt is 2062-11-23T02:00:00Z, more than 366 days ahead.");
    }
}
