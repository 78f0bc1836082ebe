package parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanFormatTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1536, 1.5 KiB", "20971520, 20 MiB", "1073741824, 1.0 GiB"})
    void sizesHaveTheUnitThatFits(long bytes, String text) {
        assertThat(HumanFormat.size(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T12:00:00.5Z, now",
        "2026-11-22T11:59:15Z, 45 s ago",
        "2026-11-22T11:55:00Z, 5 min ago",
        "2026-11-23T12:00:00Z, in 24 h",
        "2026-11-25T12:00:00Z, in 3 d"
    })
    void timesAreToldFromNow(Instant when, String text) {
        assertThat(HumanFormat.fromNow(when, NOON)).isEqualTo(text);
    }

    @Test
    void timesAreShownInTheZoneOfTheClock() {
        assertThat(HumanFormat.time(NOON.instant(), NOON)).isEqualTo("2026-11-22 13:00 CET");
    }
}
