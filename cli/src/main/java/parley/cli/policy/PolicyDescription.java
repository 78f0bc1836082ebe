package parley.cli.policy;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.cli.terminal.HumanFormat;
import parley.message.policy.PolicyField;
import parley.message.policy.PolicyFieldException;
import parley.message.policy.PolicyFields;
import parley.message.policy.Retry;

/** A task's policy as sentences: what clients may and must do, if it is not the default. */
public final class PolicyDescription {

    /** Fields that come first. */
    private static final List<PolicyField<?>> FIRST = List.of(
            PolicyFields.SEVERITY,
            PolicyFields.WINDOW,
            PolicyFields.MAX_DEFER,
            PolicyFields.APPLY,
            PolicyFields.CONFIRM,
            PolicyFields.KEEP_LOCAL,
            PolicyFields.ALLOW_DOWNGRADE,
            PolicyFields.RETRY);

    private final JsonObject policy;

    private PolicyDescription(JsonObject policy) {
        this.policy = policy;
    }

    /** {@code policy} as the server gives it; members that it does not know are left out. */
    public static List<String> of(JsonObject policy) {
        PolicyDescription words = new PolicyDescription(policy);
        Set<PolicyField<?>> inOrder = new LinkedHashSet<>(FIRST);
        inOrder.addAll(PolicyFields.ALL);
        return inOrder.stream().flatMap(words::sentences).toList();
    }

    private Stream<String> sentences(PolicyField<?> field) {
        return field == PolicyFields.APPLY ? switchOver() : sentence(field).stream();
    }

    /** Three fields that have a meaning only together. */
    private Stream<String> switchOver() {
        Optional<String> expected = said(PolicyFields.EXPECTED_CLIENTS).map(n -> HumanFormat.count(n, "client"));
        boolean together = policy.getString(PolicyFields.APPLY.name(), "").equals("together");
        if (!together) {
            return expected.map(clients -> clients + " expected").stream();
        }
        return Stream.of(
                "all apply together, once " + expected.orElse("all clients that have joined") + " have the files",
                policy.getString(PolicyFields.DROP_OUT.name(), "pause").equals("pause")
                        ? "a client that drops out before that pauses the task"
                        : "the others do not wait for a client that drops out before that");
    }

    private <T> Optional<String> sentence(PolicyField<T> field) {
        PolicyField.Sentence sentence = field.sentence();
        return said(field)
                .filter(value -> sentence.always() || !isUsual(field, value))
                .map(value -> isNone(value) && !sentence.none().isEmpty()
                        ? sentence.none()
                        : words(sentence, value, Objects.requireNonNull(policy.get(field.name()))))
                .filter(text -> !text.isEmpty());
    }

    private static <T> String words(PolicyField.Sentence sentence, T value, JsonValue written) {
        return sentence.words().getOrDefault(text(written), sentence.text().replace("{}", inWords(value, written)));
    }

    /** The value of a field; empty if the policy does not have it, or has a value that only a newer client knows. */
    private <T> Optional<T> said(PolicyField<T> field) {
        try {
            return Optional.ofNullable(policy.get(field.name())).map(field::read);
        } catch (PolicyFieldException e) {
            return Optional.empty();
        }
    }

    private static <T> boolean isUsual(PolicyField<T> field, T value) {
        return field.usual()
                .map(usual ->
                        usual instanceof Retry retry ? retry.times() == ((Retry) value).times() : usual.equals(value))
                .orElse(false);
    }

    private static boolean isNone(Object value) {
        return value instanceof Duration time && time.isZero() || value instanceof Retry retry && retry.times() == 0;
    }

    private static String inWords(Object value, JsonValue json) {
        if (value instanceof Duration time) {
            return HumanFormat.duration(time);
        }
        if (value instanceof Retry retry) {
            return Integer.toString(retry.times());
        }
        if (json instanceof JsonArray words) {
            return words.getValuesAs(JsonString::getString).stream().collect(Collectors.joining(", "));
        }
        return json instanceof JsonObject window ? window(window) : text(json);
    }

    private static String text(JsonValue json) {
        return json instanceof JsonString string ? string.getString() : json.toString();
    }

    /** {@code MO, TU 22:00 to 02:00 (Europe/Berlin)}. */
    private static String window(JsonObject window) {
        LocalTime start = LocalTime.parse(window.getString("start"));
        JsonArray days = window.getJsonArray("days");
        return (days == null
                        ? "every day"
                        : "on "
                                + days.getValuesAs(JsonString::getString).stream()
                                        .collect(Collectors.joining(", ")))
                + " from " + start + " to " + start.plus(Duration.parse(window.getString("duration"))) + " ("
                + window.getString("zone") + ")";
    }
}
