package parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class HumanDurationTest {

    @ParameterizedTest
    @CsvSource({
        "90s, PT1M30S",
        "45m, PT45M",
        "45min, PT45M",
        "2h, PT2H",
        "1d12h, PT36H",
        "1d 12h, PT36H",
        "2w, PT336H",
        "5ms, PT0.005S",
        "PT2H, PT2H",
        "pt2h, PT2H",
        "P1D, PT24H"
    })
    void peopleAndMachinesAreUnderstood(String text, Duration expected) {
        assertThat(new HumanDuration().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "h", "2x", "-2h", "2h3", "2,5h", "P", "tomorrow"})
    void everythingElseIsNoDuration(String text) {
        assertThatThrownBy(() -> new HumanDuration().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is not a duration such as 45m, 2h, 1d12h or PT2H");
    }

    @Test
    void nothingIsNotLongEnough() {
        assertThatThrownBy(() -> new HumanDuration().convert("0h")).hasMessage("'0h' is not longer than nothing");
    }
}
