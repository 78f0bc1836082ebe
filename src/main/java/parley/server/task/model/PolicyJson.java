package parley.server.task.model;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parley.message.policy.CountOrPercent;
import parley.message.policy.PolicyField;
import parley.message.policy.PolicyFieldException;
import parley.message.policy.PolicyFields;
import parley.message.policy.Wave;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;
import parley.server.task.decide.Policy;

/**
 * Policies as JSON. Absent members have their defaults; a member that is unknown or out of range is refused by name, so
 * that a typing error never weakens a rollout silently.
 */
public final class PolicyJson {

    private PolicyJson() {}

    public static Policy read(String text) {
        return read(JsonValues.read(text));
    }

    /** @throws Problem {@code invalid}, naming the field */
    public static Policy read(JsonObject json) {
        checkNames(json);
        try {
            Policy policy = Policy.DEFAULT;
            for (PolicyField<?> field : PolicyFields.ALL) {
                policy = read(policy, field, json);
            }
            checkTogether(policy);
            return policy;
        } catch (PolicyFieldException e) {
            throw invalid(e.getMessage());
        }
    }

    private static <T> Policy read(Policy policy, PolicyField<T> field, JsonObject json) {
        return json.containsKey(field.name()) ? policy.with(field, field.read(json.get(field.name()))) : policy;
    }

    private static void checkTogether(Policy policy) {
        if (policy.deadlineIn().compareTo(policy.expiresIn()) < 0) {
            throw invalid("deadline is before expiresIn, so clients could join that have no time left");
        }
        if (policy.waves().isEmpty() && policy.find(PolicyFields.WAVE_ORDER).isPresent()) {
            throw invalid("waveOrder says who comes first in a wave, and there are no waves");
        }
        policy.waves().ifPresent(waves -> policy.expectedClients()
                .ifPresent(expected -> checkAscending(waves.all(), expected)));
    }

    /** Numbers and percentages can only be compared where it is known how many clients there will be. */
    private static void checkAscending(List<Wave> waves, int expected) {
        for (int i = 1; i < waves.size() && !waves.get(i).more(); i++) {
            CountOrPercent before = waves.get(i - 1).size();
            CountOrPercent size = waves.get(i).size();
            if (size.of(expected) < before.of(expected)) {
                throw invalid("waves goes from " + before + " to " + size + ", which is less: " + size.of(expected)
                        + " of " + expected + " expected clients");
            }
        }
    }

    /** All fields, including defaults. */
    public static JsonObject write(Policy policy) {
        JsonObjectBuilder json = JsonValues.object();
        PolicyFields.ALL.forEach(field -> write(policy, field, json));
        return json.build();
    }

    private static <T> void write(Policy policy, PolicyField<T> field, JsonObjectBuilder json) {
        Optional<T> value = policy.find(field);
        value.ifPresent(said -> json.add(field.name(), field.type().write(said)));
    }

    private static void checkNames(JsonObject json) {
        Set<String> known = PolicyFields.ALL.stream().map(PolicyField::name).collect(Collectors.toSet());
        for (String name : json.keySet()) {
            if (!known.contains(name)) {
                throw invalid(name + " is not a field of a policy; there are "
                        + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    private static Problem invalid(String what) {
        return Problem.invalid("policy." + what + ".", "Correct it, or leave it out to get the default.");
    }
}
