package parley.message;

import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes the members of one JSON object, in the order of the calls. */
final class Out {

    private static final JsonGeneratorFactory GENERATORS =
            JsonProvider.provider().createGeneratorFactory(Map.of());

    private final JsonGenerator json;

    private Out(JsonGenerator json) {
        this.json = json;
    }

    static byte[] object(Consumer<Out> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = GENERATORS.createGenerator(bytes, StandardCharsets.UTF_8)) {
            json.writeStartObject();
            members.accept(new Out(json));
            json.writeEnd();
        }
        return bytes.toByteArray();
    }

    Out text(String name, String text) {
        json.write(name, text);
        return this;
    }

    Out word(String name, Word word) {
        return text(name, word.word());
    }

    Out integer(String name, long value) {
        json.write(name, value);
        return this;
    }

    Out bool(String name, boolean value) {
        json.write(name, value);
        return this;
    }

    Out instant(String name, Instant value) {
        return text(name, value.toString());
    }

    Out duration(String name, Duration value) {
        return text(name, value.toString());
    }

    Out object(String name, Consumer<Out> members) {
        json.writeStartObject(name);
        members.accept(this);
        json.writeEnd();
        return this;
    }

    <T> Out objects(String name, List<T> values, BiConsumer<T, Out> members) {
        json.writeStartArray(name);
        for (T value : values) {
            json.writeStartObject();
            members.accept(value, this);
            json.writeEnd();
        }
        json.writeEnd();
        return this;
    }

    Out texts(String name, List<String> texts) {
        json.writeStartArray(name);
        texts.forEach(json::write);
        json.writeEnd();
        return this;
    }

    Out texts(String name, Map<String, String> texts) {
        return object(name, out -> texts.forEach(out::text));
    }
}
