package parley.server.task.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IfMatchTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "*              | true",
                "\"7\"            | true",
                "\"6\", \"7\"     | true",
                "\"6\"            | false",
                "7              | false",
                "W/\"7\"          | false",
                "\"77\"           | false",
            })
    void onlyTheTagOfTheTaskAllowsTheChange(String ifMatch, boolean allowed) {
        assertThat(IfMatch.allows(ifMatch, IfMatch.tagOf(7))).isEqualTo(allowed);
    }
}
