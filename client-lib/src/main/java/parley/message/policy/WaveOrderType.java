package parley.message.policy;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
import parley.message.Names;
import parley.message.policy.WaveOrder.Rule;

/** {@code joined}, {@code name}, {@code shuffled}, or a label {@code key=value} whose clients come first. */
public record WaveOrderType() implements FieldType<WaveOrder> {

    @Override
    public Kind kind() {
        return Kind.TEXT;
    }

    @Override
    public WaveOrder read(String field, JsonValue value) {
        String text = JsonForms.text(field, value).strip();
        int equals = text.indexOf('=');
        if (equals > 0) {
            return label(field, text, text.substring(0, equals), text.substring(equals + 1));
        }
        return switch (text) {
            case "joined" -> WaveOrder.JOINED;
            case "name" -> new WaveOrder(Rule.NAME, "", "");
            case "shuffled" -> new WaveOrder(Rule.SHUFFLED, "", "");
            default -> throw new PolicyFieldException(field, "is neither " + bounds());
        };
    }

    private static WaveOrder label(String field, String text, String key, String value) {
        try {
            Names.checkLabels(Map.of(key, value));
        } catch (IllegalArgumentException e) {
            throw new PolicyFieldException(field, "is “" + text + "”, which is no label like canary=true");
        }
        return new WaveOrder(Rule.LABEL, key, value);
    }

    @Override
    public JsonString write(WaveOrder value) {
        return JsonForms.text(value.toString());
    }

    @Override
    public String bounds() {
        return "joined, name, shuffled nor a label like canary=true";
    }
}
