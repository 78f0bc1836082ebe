package parley.message.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.message.Messages;

class JsonBoundsTest {

    private static final JsonBounds TIGHT = new JsonBounds(4, 8, 5);

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "{} 2",
                "[1,2] 3",
                "{'a':1} 3",
                "{'a':'x,y:'} 3",
                "'\\'{[,' 1",
                "12345 1",
            })
    void valuesAreCountedAndWhatStandsInStringsIsNot(String json, int values) {
        assertThat(TIGHT.count(utf8(json.replace('\'', '"')))).isEqualTo(OptionalInt.of(values));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2,3,4]", "[[[[]]]]", "{'a':1,'b':2}", "'123456'", "1234567", "'\\\\\\\\\\\\'"})
    void moreValuesOrLongerTokensAreBeyondTheBounds(String json) {
        assertThat(TIGHT.count(utf8(json.replace('\'', '"')))).isEmpty();
    }

    @Test
    void theLargestInventoryThatAMessageHoldsIsWithinTheBounds() {
        String file =
                "\"conf.d/file-00000\":{\"sha256\":\"sha256:" + "0".repeat(64) + "\",\"size\":1,\"mode\":\"0644\"}";
        int files = 4 * 1024 * 1024 / (file.length() + 1);
        String inventory = "{\"type\":\"inventory\",\"files\":{" + (file + ",").repeat(files - 1) + file + "}}";

        assertThat(JsonBounds.MESSAGE.count(utf8(inventory))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"\":{\"\":{\"\":{\"\":{}}}}},", "{},", "[],", "0,", "\"\","})
    void messagesMadeOfCountlessValuesAreRefusedBeforeTheyAreRead(String piece) {
        String flood = piece.repeat(4 * 1024 * 1024 / piece.length() - 10);
        assertLimit("{\"type\":\"ping\",\"x\":[" + flood + "0]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\\n", "\\u00e4"})
    void aStringThatNoTextNeedsIsRefusedBeforeItIsRead(String piece) {
        assertLimit("{\"type\":\"ping\",\"x\":\"" + piece.repeat(2 * 1024 * 1024 / piece.length()) + "\"}");
    }

    @Test
    void aNumberOfAMillionDigitsIsRefusedBeforeItIsRead() {
        assertLimit("{\"type\":\"ping\",\"x\":" + "1".repeat(2 * 1024 * 1024) + "}");
    }

    private static void assertLimit(String json) {
        assertThatThrownBy(() -> Messages.decode(utf8(json)))
                .isInstanceOfSatisfying(
                        MessageException.class, e -> assertThat(e.closeCode()).isEqualTo(23));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
