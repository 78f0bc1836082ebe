package parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class FutureTimeTest {

    /** 13:00 in Berlin, on the day before the clocks go forward. */
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-28T12:00:00Z"), ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "2h, 2026-03-28T14:00:00Z",
        "PT90S, 2026-03-28T12:01:30Z",
        "22:00, 2026-03-28T21:00:00Z",
        "13:00, 2026-03-29T11:00:00Z",
        "8:30, 2026-03-29T06:30:00Z",
        "2026-03-29 08:00, 2026-03-29T06:00:00Z",
        "2026-03-29T08:00:30, 2026-03-29T06:00:30Z",
        "2026-03-29T08:00:00Z, 2026-03-29T08:00:00Z",
        "2026-03-29T08:00:00.9+05:00, 2026-03-29T03:00:00Z"
    })
    void timesFromNowOfDayAndOfTheCalendarAreUnderstood(String text, Instant expected) {
        assertThat(FutureTime.parse(text, NOON)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is no time such as",
                "soon | 'soon' is no time such as 2h, 22:00",
                "24:00 | is no time such as",
                "2026-13-01 00:00 | is no time such as",
                "0s | is no time such as",
                "2026-03-28 12:59 | '2026-03-28 12:59' has passed"
            })
    void whatIsNoTimeToComeIsRefused(String text, String why) {
        assertThatThrownBy(() -> FutureTime.parse(text, NOON))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining(why);
    }
}
