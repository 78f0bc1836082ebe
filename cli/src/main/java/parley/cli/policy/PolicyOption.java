package parley.cli.policy;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.cli.terminal.HumanDuration;
import parley.message.json.Word;
import parley.message.policy.DurationType;
import parley.message.policy.PolicyField;
import parley.message.policy.WordSetType;
import parley.message.policy.WordType;
import picocli.CommandLine.Model.OptionSpec;

/** The option for one field of a policy, by the kind of its values. */
final class PolicyOption {

    private final PolicyField<?> field;
    private final OptionSpec spec;

    PolicyOption(PolicyField<?> field) {
        this.field = field;
        this.spec = spec(field);
    }

    OptionSpec spec() {
        return spec;
    }

    PolicyField<?> field() {
        return field;
    }

    private static OptionSpec spec(PolicyField<?> field) {
        PolicyField.Option option = field.option();
        // picocli formats descriptions
        String help = option.help().replace("{default}", usual(field)).replace("%", "%%");
        OptionSpec.Builder spec = OptionSpec.builder(option.name()).description(help);
        if (option.means().isPresent()) {
            return spec.arity("0").type(boolean.class).build();
        }
        spec.arity("1").paramLabel(option.label());
        return switch (field.type().kind()) {
            case DURATION ->
                spec.type(Duration.class)
                        .converters(mayBeOff(field) ? new DurationOrOff() : new HumanDuration())
                        .build();
            case TEXT -> spec.type(String.class).build();
            case COUNT, RETRY -> spec.type(Integer.class).build();
            case WORD -> {
                List<String> words = ((WordType<?>) field.type()).all();
                yield spec.type(String.class)
                        .converters(new OneOf(words))
                        .completionCandidates(words)
                        .build();
            }
            case WORDS -> {
                List<String> words = ((WordSetType<?>) field.type()).all();
                yield spec.type(List.class)
                        .auxiliaryTypes(String.class)
                        .splitRegex(",")
                        .converters(new OneOf(words))
                        .completionCandidates(words)
                        .build();
            }
            case WINDOW ->
                spec.type(WindowOption.class)
                        .converters(new WindowOption.Converter())
                        .build();
            case FLAG -> throw new IllegalStateException(field + " is a flag and takes no value");
        };
    }

    private static boolean mayBeOff(PolicyField<?> field) {
        return ((DurationType) field.type()).least().isZero();
    }

    /** {@code  (default: 24h)}. */
    private static String usual(PolicyField<?> field) {
        String words = field.whenMissing().isEmpty()
                ? field.usual().map(PolicyOption::text).orElse("")
                : field.whenMissing();
        return words.isEmpty() ? "" : " (default: " + words + ")";
    }

    private static String text(Object usual) {
        return usual instanceof Duration time
                ? time.toString().substring("PT".length()).toLowerCase(Locale.ROOT)
                : usual instanceof Word word ? word.word() : usual.toString();
    }

    /** The value of the option as the member of a policy; empty if it was not given. */
    Optional<JsonValue> json(ZoneId zone) {
        Object value = spec.getValue();
        if (value == null || Boolean.FALSE.equals(value)) {
            return Optional.empty();
        }
        return field.option().means().or(() -> Optional.of(json(value, zone)));
    }

    private static JsonValue json(Object value, ZoneId zone) {
        if (value instanceof Integer number) {
            return Json.createValue(number);
        }
        if (value instanceof WindowOption window) {
            return window.json(zone);
        }
        if (value instanceof List<?> words) {
            return Json.createArrayBuilder(words.stream().distinct().toList()).build();
        }
        return Json.createValue(value.toString());
    }
}
