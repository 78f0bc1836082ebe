package parley.message.policy;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Map;

/** The JSON values that policies are made of. The provider is looked up once. */
final class JsonForms {

    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());

    private JsonForms() {}

    static String text(String field, JsonValue value) {
        if (!(value instanceof JsonString string)) {
            throw new PolicyFieldException(field, "is not text");
        }
        return string.getString();
    }

    static JsonString text(String value) {
        return PROVIDER.createValue(value);
    }

    static JsonNumber number(int value) {
        return PROVIDER.createValue(value);
    }

    static JsonArray texts(List<String> values) {
        return BUILDERS.createArrayBuilder(values).build();
    }

    static JsonArrayBuilder array() {
        return BUILDERS.createArrayBuilder();
    }

    static JsonObjectBuilder object() {
        return BUILDERS.createObjectBuilder();
    }
}
