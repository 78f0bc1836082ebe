package parley.server.task.model;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import parley.server.storage.ParsedTexts;
import parley.server.task.decide.Policy;

/** Policies are stored as their JSON. */
@Converter
public class PolicyConverter implements AttributeConverter<Policy, String> {

    private static final ParsedTexts<Policy> PARSED = new ParsedTexts<>(1024 * 1024, PolicyJson::read);

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Policy policy) {
        return policy == null ? null : PolicyJson.write(policy).toString();
    }

    @Override
    public @Nullable Policy convertToEntityAttribute(@Nullable String json) {
        return json == null ? null : PARSED.of(json);
    }
}
