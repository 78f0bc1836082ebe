package parley.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTimeTest {

    @Test
    void offIsForEver() {
        assertThat(RetentionTime.parse("parley.retention.tasks", "off")).isEmpty();
    }

    @Test
    void aTimeIsADurationOfADayOrMore() {
        assertThat(RetentionTime.parse("parley.retention.tasks", "P180D")).contains(Duration.ofDays(180));
        assertThat(RetentionTime.parse("parley.retention.tasks", " PT24H ")).contains(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "180", "PT0S", "PT23H59M", "-P1D", "P6M", "never"})
    void anythingElseIsRefusedByTheNameOfTheSetting(String text) {
        assertThatThrownBy(() -> RetentionTime.parse("parley.retention.tasks", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parley.retention.tasks is “" + text + "”, which is neither “off” nor a time of at least a"
                        + " day: set it to off, or for example to P180D.");
    }
}
