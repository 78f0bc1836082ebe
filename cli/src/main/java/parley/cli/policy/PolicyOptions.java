package parley.cli.policy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.ZoneId;
import java.util.List;
import parley.message.policy.PolicyFields;
import picocli.CommandLine.Model.ArgGroupSpec;

/** The options for a task's policy, one for each of its fields. For missing options the server's defaults hold. */
public final class PolicyOptions {

    private final List<PolicyOption> options =
            PolicyFields.ALL.stream().map(PolicyOption::new).toList();

    /** The options as a part of a command's help. */
    public ArgGroupSpec group() {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder().validate(false).heading("%nPolicy:%n");
        options.forEach(option -> group.addArg(option.spec()));
        return group.build();
    }

    /** The member {@code policy} of a new task; a window without a zone gets {@code zone}. */
    public JsonObject json(ZoneId zone) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        options.forEach(option ->
                option.json(zone).ifPresent(value -> json.add(option.field().name(), value)));
        return json.build();
    }

    /** Whether the switch-over would wait only for clients that have joined by then. */
    public boolean togetherWithAnybody() {
        JsonObject said = json(ZoneId.of("UTC"));
        return said.containsKey(PolicyFields.APPLY.name()) && !said.containsKey(PolicyFields.EXPECTED_CLIENTS.name());
    }
}
