package parley.message.policy;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import parley.message.json.Word;

/** The table of the policy's fields, and the two places outside of Java that say the same. */
class PolicyFieldsTest {

    private static final Path REST = Path.of("../docs/rest.md");
    private static final Path PAGE = Path.of("../web/js/policy-fields.js");
    private static final List<PolicyField<?>> ALL = PolicyFields.ALL;

    @ParameterizedTest
    @FieldSource("ALL")
    <T> void theUsualValueKeepsTheBoundsOfItsField(PolicyField<T> field) {
        field.usual().ifPresent(usual -> assertThat(field.read(field.type().write(usual)))
                .isEqualTo(usual));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void everyFieldSaysWhatItMeansToWhomeverItIsShown(PolicyField<?> field) {
        assertThat(field.description()).isNotBlank().doesNotContain("{bounds}");
        assertThat(field.option().help()).isNotBlank();
        assertThat(field.control().label()).isNotBlank();
        assertThat(field.usual().isPresent() || !field.whenMissing().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void thePageOffersEveryWord(PolicyField<?> field) {
        if (field.type() instanceof WordType<?> type) {
            assertThat(field.control().words().keySet()).containsExactlyInAnyOrderElementsOf(type.all());
        }
    }

    @Test
    void docsHaveTheTable() throws IOException {
        String table = ALL.stream().map(PolicyFieldsTest::row).collect(Collectors.joining());

        assertThat(Files.readString(REST)).as("the rows of docs/rest.md").contains(table);
    }

    @Test
    void thePageHasTheTable() throws IOException {
        String table = ALL.stream()
                .map(field -> members(field).entrySet().stream()
                        .map(member -> "    " + member.getKey() + ": " + member.getValue() + ",\n")
                        .collect(Collectors.joining("", "  {\n", "  },\n")))
                .collect(Collectors.joining("", "[\n", "];\n"));

        assertThat(Files.readString(PAGE)).as("web/js/policy-fields.js").endsWith("POLICY_FIELDS = " + table);
    }

    private static String row(PolicyField<?> field) {
        String usual = field.usual().map(PolicyFieldsTest::text).orElse("");
        String missing = field.whenMissing().isEmpty()
                ? usual
                : field.usual().filter(Duration.class::isInstance).isPresent()
                        ? usual + ": " + field.whenMissing()
                        : field.whenMissing();
        return "| `" + field.name() + "` | " + field.description().replace("|", "\\|") + " | " + missing + " |\n";
    }

    private static String text(Object usual) {
        return usual instanceof Word word
                ? "`" + word.word() + "`"
                : usual instanceof Duration ? "`" + usual + "`" : usual.toString();
    }

    private static <T> JsonObject members(PolicyField<T> field) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", field.name())
                .add("kind", field.type().kind().name().toLowerCase(Locale.ROOT))
                .add("group", field.control().group().name().toLowerCase(Locale.ROOT))
                .add("label", field.control().label());
        if (!field.control().hint().isEmpty()) {
            json.add("hint", field.control().hint());
        }
        field.usual().ifPresent(usual -> json.add("usual", field.type().write(usual)));
        if (field.type() instanceof DurationType type) {
            json.add("least", type.least().toString()).add("most", type.most().toString());
        } else if (field.type() instanceof CountType type) {
            json.add("least", type.least()).add("most", type.most());
        } else if (field.type() instanceof RetryType) {
            json.add("least", 0).add("most", Retry.MAX_TIMES);
        }
        if (!field.control().words().isEmpty()) {
            JsonObjectBuilder words = Json.createObjectBuilder();
            field.control().words().forEach(words::add);
            json.add("words", words);
        }
        return json.build();
    }
}
