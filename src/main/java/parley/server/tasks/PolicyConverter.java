package parley.server.tasks;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import parley.server.negotiation.Policy;

/** Policies are stored as their JSON. */
@Converter
public class PolicyConverter implements AttributeConverter<Policy, String> {

    @Override
    public String convertToDatabaseColumn(Policy policy) {
        return policy == null ? null : PolicyJson.write(policy).toString();
    }

    @Override
    public Policy convertToEntityAttribute(String json) {
        return json == null ? null : PolicyJson.read(json);
    }
}
