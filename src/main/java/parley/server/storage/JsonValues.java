package parley.server.storage;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * Makes and reads JSON values with one provider, which is looked up when this class is loaded. The methods of
 * {@link jakarta.json.Json} search the whole class path for it at every call, so a rule of the build forbids them in
 * the server. Thread-safe.
 */
public final class JsonValues {

    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());
    private static final JsonReaderFactory READERS = PROVIDER.createReaderFactory(Map.of());

    private static final JsonParserFactory PARSERS = PROVIDER.createParserFactory(Map.of());

    private JsonValues() {}

    public static JsonObjectBuilder object() {
        return BUILDERS.createObjectBuilder();
    }

    /** An object that begins with these members. */
    public static JsonObjectBuilder object(JsonObject members) {
        return BUILDERS.createObjectBuilder(members);
    }

    public static JsonArrayBuilder array() {
        return BUILDERS.createArrayBuilder();
    }

    /** An array that begins with these elements: texts, numbers, booleans or JSON values. */
    public static JsonArrayBuilder array(Collection<?> elements) {
        return BUILDERS.createArrayBuilder(elements);
    }

    public static JsonString text(String text) {
        return PROVIDER.createValue(text);
    }

    /** @param number any number; it is written with its {@code toString} */
    public static JsonValue number(Number number) {
        return PROVIDER.createValue(new BigDecimal(number.toString()));
    }

    /** A parser that keeps nothing of what it has read. */
    public static JsonParser parser(InputStream utf8) {
        return PARSERS.createParser(utf8, StandardCharsets.UTF_8);
    }

    /** @throws jakarta.json.JsonException if the text is not a JSON object */
    public static JsonObject read(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
