package parley.server.storage;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps of texts, such as labels, are stored as a JSON object with sorted members; null becomes the empty map. */
@Converter
public class TextMapConverter implements AttributeConverter<Map<String, String>, String> {

    private static final ParsedTexts<Map<String, String>> PARSED =
            new ParsedTexts<>(1024 * 1024, TextMapConverter::parse);

    @Override
    public String convertToDatabaseColumn(@Nullable Map<String, String> map) {
        JsonObjectBuilder json = JsonValues.object();
        new TreeMap<>(map == null ? Map.of() : map).forEach(json::add);
        return json.build().toString();
    }

    @Override
    public Map<String, String> convertToEntityAttribute(@Nullable String text) {
        return text == null ? Map.of() : PARSED.of(text);
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> map = new TreeMap<>();
        JsonValues.read(text).forEach((name, value) -> map.put(name, ((JsonString) value).getString()));
        return Collections.unmodifiableMap(map);
    }
}
