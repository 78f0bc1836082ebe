package parley.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class WindowOptionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22:00-02:00 | {\"start\":\"22:00\",\"duration\":\"PT4H\",\"zone\":\"UTC\"}",
                "9:30-9:30 | {\"start\":\"09:30\",\"duration\":\"PT24H\",\"zone\":\"UTC\"}",
                "00:00-00:15 | {\"start\":\"00:00\",\"duration\":\"PT15M\",\"zone\":\"UTC\"}",
                "02:00-04:00 Europe/Berlin | {\"start\":\"02:00\",\"duration\":\"PT2H\",\"zone\":\"Europe/Berlin\"}",
                "SU,sa 02:00-04:00 | "
                        + "{\"days\":[\"SA\",\"SU\"],\"start\":\"02:00\",\"duration\":\"PT2H\",\"zone\":\"UTC\"}",
                "FR-MO 02:00-04:00 Z | "
                        + "{\"days\":[\"MO\",\"FR\",\"SA\",\"SU\"],"
                        + "\"start\":\"02:00\",\"duration\":\"PT2H\",\"zone\":\"Z\"}",
                "WE-WE,WE 2:00 - 4:00 | {\"days\":[\"WE\"],\"start\":\"02:00\",\"duration\":\"PT2H\",\"zone\":\"UTC\"}"
            })
    void daysTimesAndZoneBecomeTheWindowOfAPolicy(String text, String json) {
        assertThat(new WindowOption.Converter().convert(text).json(ZoneId.of("UTC")))
                .hasToString(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '' is not a window",
                "22:00 | '22:00' is not a window",
                "24:00-02:00 | '24:00' is not a time of day",
                "XX 22:00-02:00 | 'XX' is not a day; the days are MO, TU, WE, TH, FR, SA, SU",
                "MO- 22:00-02:00 | '' is not a day",
                "MO-TU-WE 22:00-02:00 | 'MO-TU-WE' is not a day",
                "22:00-02:00 Berlin | 'Berlin' is no time zone",
                "22:00-02:00 Europe/Berlin please | is not a window"
            })
    void whatIsNoWindowIsRefusedInWords(String text, String why) {
        assertThatThrownBy(() -> new WindowOption.Converter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining(why);
    }
}
