package parley.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedTextsTest {

    private final List<String> parsed = new ArrayList<>();
    private final ParsedTexts<Integer> lengths = new ParsedTexts<>(10, text -> {
        parsed.add(text);
        return text.length();
    });

    @Test
    void theSameTextIsParsedOnce() {
        assertThat(lengths.of("four")).isEqualTo(4);
        assertThat(lengths.of("four")).isEqualTo(4);
        assertThat(parsed).containsExactly("four");
    }

    @Test
    void whatWasNotAskedForTheLongestIsForgottenWhenAllTogetherAreTooLong() {
        lengths.of("four");
        lengths.of("again");
        lengths.of("four");
        lengths.of("third");
        parsed.clear();

        lengths.of("four");
        lengths.of("third");
        lengths.of("again");
        assertThat(parsed).containsExactly("again");
    }

    @Test
    void aTextThatIsTooLongIsParsedEachTimeAndPushesNothingOut() {
        lengths.of("four");
        assertThat(lengths.of("much longer text")).isEqualTo(16);
        assertThat(lengths.of("much longer text")).isEqualTo(16);
        lengths.of("four");
        assertThat(parsed).containsExactly("four", "much longer text", "much longer text");
    }

    @Test
    void aTextThatCannotBeParsedFailsEachTime() {
        ParsedTexts<Integer> numbers = new ParsedTexts<>(10, Integer::valueOf);
        assertThatThrownBy(() -> numbers.of("x")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> numbers.of("x")).isInstanceOf(NumberFormatException.class);
    }
}
