package parley.message.policy;

import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;

/** A whole number from {@code least} to {@code most}. */
public record CountType(int least, int most) implements FieldType<Integer> {

    private static final int BITS = 31;

    @Override
    public Kind kind() {
        return Kind.COUNT;
    }

    @Override
    public Integer read(String field, JsonValue value) {
        if (!(value instanceof JsonNumber number) || !number.isIntegral()) {
            throw new PolicyFieldException(field, "is not a whole number");
        }
        if (number.bigIntegerValue().bitLength() > BITS || number.intValue() < least || number.intValue() > most) {
            throw new PolicyFieldException(field, "must be " + bounds());
        }
        return number.intValue();
    }

    @Override
    public JsonNumber write(Integer value) {
        return JsonForms.number(value);
    }

    @Override
    public String bounds() {
        return least + " to " + most;
    }
}
