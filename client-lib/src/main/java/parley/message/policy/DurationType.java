package parley.message.policy;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** A length of time as ISO 8601 writes it, from {@code least} to {@code most}. */
public record DurationType(Duration least, Duration most) implements FieldType<Duration> {

    @Override
    public Kind kind() {
        return Kind.DURATION;
    }

    @Override
    public Duration read(String field, JsonValue value) {
        String text = JsonForms.text(field, value);
        Duration duration;
        try {
            duration = Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new PolicyFieldException(field, "is not an ISO 8601 duration like PT24H");
        }
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new PolicyFieldException(field, "is " + text + "; it must be " + least + " to " + most);
        }
        return duration;
    }

    @Override
    public JsonString write(Duration value) {
        return JsonForms.text(value.toString());
    }

    @Override
    public String bounds() {
        return "at most `" + most + "`";
    }
}
