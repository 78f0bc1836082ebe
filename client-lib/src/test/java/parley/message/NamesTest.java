package parley.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "db-1.example_x", "-", "..", "0"})
    void theseAreNames(String name) {
        assertThat(Names.checkName(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a/b", "a\n"})
    void theseAreNoNames(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Names.checkName(name));
    }

    @Test
    void aNameHasAtMost63Characters() {
        assertThat(Names.checkName("a".repeat(63))).hasSize(63);
        assertThatIllegalArgumentException().isThrownBy(() -> Names.checkName("a".repeat(64)));
    }

    @ParameterizedTest
    @CsvSource({"role,db", "role,''", "a.b/C_d-e,1.2", "x,A-b_c.d"})
    void theseAreLabels(String key, String value) {
        assertThat(Names.checkLabels(Map.of(key, value))).containsEntry(key, value);
    }

    @ParameterizedTest
    @CsvSource({"'',a", "-a,b", "a-,b", "a/b/c,d", "/a,b", "a/,b", "A.b/c,d", "a,-b", "a,b c", "a b,c", "-x.y/z,a"})
    void theseAreNoLabels(String key, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Names.checkLabels(Map.of(key, value)));
    }

    @Test
    void thereAreAtMost32Labels() {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < 32; i++) {
            labels.put("l" + i, "v");
        }
        assertThat(Names.checkLabels(labels)).hasSize(32);
        labels.put("one-more", "v");
        assertThatIllegalArgumentException().isThrownBy(() -> Names.checkLabels(labels));
    }
}
