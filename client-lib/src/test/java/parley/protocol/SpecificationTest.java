package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/protocol.md says what the vectors and the code say. */
class SpecificationTest {
    private static final Path DOCS = Path.of(System.getProperty("parley.root"), "docs");

    @Test
    void everyValueOfTheWorkedExampleIsInTheVector() throws Exception {
        String text = Files.readString(DOCS.resolve("protocol.md"));
        String vector = Files.readString(DOCS.resolve("vectors/handshake-suite1.json"));
        String example = text.substring(text.indexOf("## 10. A worked example"), text.indexOf("## 11."));

        List<String> values = found("\\b[0-9a-f]{16,}\\b", example);

        assertThat(values).hasSizeGreaterThan(50).allMatch(vector::contains);
        assertThat(vector)
                .contains(found("`([0-9]{3} [0-9]{3})`", example).get(0).substring(1, 8));
    }

    @Test
    void everyCloseCodeIsInItsTable() throws Exception {
        String text = Files.readString(DOCS.resolve("protocol.md"));

        for (CloseCode code : CloseCode.values()) {
            assertThat(text).contains("| " + code.code() + " | ");
        }
    }

    private static List<String> found(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
