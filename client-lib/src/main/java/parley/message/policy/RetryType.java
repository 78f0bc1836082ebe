package parley.message.policy;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.Set;
import parley.message.Reason;

/** {@code {"times": …, "reasons": […]}}, or just the number of times. */
public record RetryType() implements FieldType<Retry> {

    private static final String TIMES = "times";
    private static final String REASONS = "reasons";
    private static final CountType COUNT = new CountType(0, Retry.MAX_TIMES);
    private static final WordSetType<Reason> WORDS = new WordSetType<>(new WordType<>(Reason.class), Optional.empty());

    @Override
    public Kind kind() {
        return Kind.RETRY;
    }

    @Override
    public Retry read(String field, JsonValue value) {
        if (value instanceof JsonNumber) {
            return new Retry(COUNT.read(field, value), Retry.DEFAULT.reasons());
        }
        if (!(value instanceof JsonObject object) || !Set.of(TIMES, REASONS).containsAll(object.keySet())) {
            throw new PolicyFieldException(field, "is neither a number nor {\"times\": …, \"reasons\": […]}");
        }
        return new Retry(
                Optional.ofNullable(object.get(TIMES))
                        .map(times -> COUNT.read(field + "." + TIMES, times))
                        .orElse(Retry.DEFAULT.times()),
                Optional.ofNullable(object.get(REASONS))
                        .map(reasons -> WORDS.read(field + "." + REASONS, reasons))
                        .orElse(Retry.DEFAULT.reasons()));
    }

    @Override
    public JsonObject write(Retry value) {
        return JsonForms.object()
                .add(TIMES, value.times())
                .add(REASONS, WORDS.write(value.reasons()))
                .build();
    }

    @Override
    public String bounds() {
        return COUNT.bounds();
    }
}
