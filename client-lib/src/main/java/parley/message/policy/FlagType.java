package parley.message.policy;

import jakarta.json.JsonValue;

/** True or false. */
public record FlagType() implements FieldType<Boolean> {

    @Override
    public Kind kind() {
        return Kind.FLAG;
    }

    @Override
    public Boolean read(String field, JsonValue value) {
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            throw new PolicyFieldException(field, "is neither true nor false");
        }
        return value == JsonValue.TRUE;
    }

    @Override
    public JsonValue write(Boolean value) {
        return value ? JsonValue.TRUE : JsonValue.FALSE;
    }
}
