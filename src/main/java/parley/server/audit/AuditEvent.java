package parley.server.audit;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import parley.server.storage.JsonValues;

/** An event before it has its place in the chain. Texts that are too long for the log are cut. */
record AuditEvent(Instant at, String actor, String action, String subject, String detail) {
    private static final int MAX_TEXT = 255;
    private static final int MAX_ACTION = 64;
    private static final int MAX_DETAIL = 65_536;

    static AuditEvent of(Instant at, String actor, String action, String subject, Map<String, ?> detail) {
        return new AuditEvent(
                at.truncatedTo(ChronoUnit.MILLIS),
                cut(actor, MAX_TEXT),
                cut(action, MAX_ACTION),
                cut(subject, MAX_TEXT),
                bounded(json(detail).toString()));
    }

    private static String bounded(String detail) {
        return detail.length() <= MAX_DETAIL
                ? detail
                : JsonValues.object()
                        .add("cut", detail.substring(0, MAX_DETAIL / 8))
                        .build()
                        .toString();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static JsonValue json(Object value) {
        if (value == null) {
            return JsonValue.NULL;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObjectBuilder object = JsonValues.object();
            TreeMap<String, Object> sorted = new TreeMap<>();
            map.forEach((name, member) -> sorted.put(name.toString(), member));
            sorted.forEach((name, member) -> object.add(name, json(member)));
            return object.build();
        }
        if (value instanceof Collection<?> collection) {
            JsonArrayBuilder array = JsonValues.array();
            collection.forEach(element -> array.add(json(element)));
            return array.build();
        }
        if (value instanceof Boolean truth) {
            return truth ? JsonValue.TRUE : JsonValue.FALSE;
        }
        return value instanceof Number number ? JsonValues.number(number) : JsonValues.text(value.toString());
    }
}
