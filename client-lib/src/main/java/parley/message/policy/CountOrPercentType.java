package parley.message.policy;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** {@code 5}, {@code "5"} or {@code "5%"}. */
public record CountOrPercentType() implements FieldType<CountOrPercent> {

    @Override
    public Kind kind() {
        return Kind.TEXT;
    }

    @Override
    public CountOrPercent read(String field, JsonValue value) {
        String text = value instanceof JsonNumber ? value.toString() : JsonForms.text(field, value);
        return CountOrPercent.parse(text)
                .orElseThrow(() -> new PolicyFieldException(field, "is " + text + "; it must be " + bounds()));
    }

    @Override
    public JsonString write(CountOrPercent value) {
        return JsonForms.text(value.toString());
    }

    @Override
    public String bounds() {
        return CountOrPercent.bounds();
    }
}
