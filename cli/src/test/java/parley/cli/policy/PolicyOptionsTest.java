package parley.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import parley.cli.terminal.HumanDuration;
import parley.message.policy.PolicyField;
import parley.message.policy.PolicyFields;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class PolicyOptionsTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final List<PolicyField<?>> ALL = PolicyFields.ALL;
    /** Described with the token, or together with {@code apply}. */
    private static final Set<PolicyField<?>> TOLD_ELSEWHERE = Set.of(
            PolicyFields.EXPIRES_IN,
            PolicyFields.MAX_CLIENTS,
            PolicyFields.EXPECTED_CLIENTS,
            PolicyFields.APPLY,
            PolicyFields.DROP_OUT);

    private final PolicyOptions options = new PolicyOptions();
    private final CommandLine line = new CommandLine(CommandSpec.create().addArgGroup(options.group()))
            .registerConverter(Duration.class, new HumanDuration());

    @Test
    void whatIsNotGivenIsLeftToTheServer() {
        line.parseArgs();

        assertThat(options.json(UTC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--expires 2h | {\"expiresIn\":\"PT2H\"}",
                "--clients 5 | {\"maxClients\":5}",
                "--together | {\"apply\":\"together\"}",
                "--drop-out go_on | {\"dropOut\":\"go_on\"}",
                "--waves 1,10%,100% --error-threshold 5% | {\"waves\":\"1,10%,100%\",\"errorThreshold\":\"5%\"}",
                "--confirm off | {\"confirm\":\"PT0S\"}",
                "--keep-local --allow-downgrade | {\"keepLocal\":true,\"allowDowngrade\":true}",
                "--retries 0 | {\"retry\":0}",
                "--platforms linux,macos,linux | {\"platforms\":[\"linux\",\"macos\"]}",
                "--platforms linux --platforms windows | {\"platforms\":[\"linux\",\"windows\"]}",
                "--window 22:00-02:00 | {\"window\":{\"start\":\"22:00\",\"duration\":\"PT4H\",\"zone\":\"UTC\"}}"
            })
    void optionsBecomeThePolicyOfATask(String arguments, String json) {
        line.parseArgs(arguments.strip().split(" "));

        assertThat(options.json(UTC)).hasToString(json);
    }

    @Test
    void theHelpSaysTheDefaults() {
        assertThat(line.getUsageMessage())
                .contains("--expires=TIME", "PT2H (default: 24h).", "--links=keep|copy|refuse", "(default: not at all)")
                .contains("as 1,10%,100%:");
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void theDocumentationNamesEveryOptionWithItsField(PolicyField<?> field) throws IOException {
        assertThat(Files.readAllLines(Path.of("../docs/cli.md")))
                .anyMatch(row -> row.startsWith("|")
                        && row.contains("`" + field.option().name())
                        && row.contains("`" + field.name() + "`"));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void everyFieldThatIsNotAsUsualIsTold(PolicyField<?> field) {
        JsonValue unusual =
                switch (field.type().kind()) {
                    case DURATION -> Json.createValue("PT5H");
                    case COUNT, RETRY -> Json.createValue(3);
                    case FLAG -> JsonValue.TRUE;
                    case WORD -> Json.createValue(lastOf(field));
                    case WORDS -> Json.createArrayBuilder().add("linux").build();
                    case TEXT -> Json.createValue(field == PolicyFields.WAVE_ORDER ? "name" : "100%");
                    case WINDOW ->
                        new WindowOption.Converter().convert("22:00-02:00").json(UTC);
                };

        assertThat(TOLD_ELSEWHERE.contains(field)
                        || PolicyDescription.of(Json.createObjectBuilder()
                                                .add(field.name(), unusual)
                                                .build())
                                        .size()
                                == 1)
                .isTrue();
    }

    private static String lastOf(PolicyField<?> field) {
        return List.copyOf(field.control().words().keySet())
                .get(field.control().words().size() - 1);
    }
}
