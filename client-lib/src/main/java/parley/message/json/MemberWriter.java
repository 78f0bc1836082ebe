package parley.message.json;

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

/** Writes the members of one JSON object, in the order of the calls. Not thread-safe. */
public final class MemberWriter {

    private static final JsonGeneratorFactory GENERATORS =
            JsonProvider.provider().createGeneratorFactory(Map.of());

    private final JsonGenerator json;

    private MemberWriter(JsonGenerator json) {
        this.json = json;
    }

    /** An object with these members, in UTF-8. */
    public static byte[] object(Consumer<MemberWriter> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = GENERATORS.createGenerator(bytes, StandardCharsets.UTF_8)) {
            json.writeStartObject();
            members.accept(new MemberWriter(json));
            json.writeEnd();
        }
        return bytes.toByteArray();
    }

    public MemberWriter text(String name, String text) {
        json.write(name, text);
        return this;
    }

    public MemberWriter word(String name, Word word) {
        return text(name, word.word());
    }

    public MemberWriter integer(String name, long value) {
        json.write(name, value);
        return this;
    }

    public MemberWriter bool(String name, boolean value) {
        json.write(name, value);
        return this;
    }

    public MemberWriter instant(String name, Instant value) {
        return text(name, value.toString());
    }

    public MemberWriter duration(String name, Duration value) {
        return text(name, value.toString());
    }

    public MemberWriter object(String name, Consumer<MemberWriter> members) {
        json.writeStartObject(name);
        members.accept(this);
        json.writeEnd();
        return this;
    }

    public <T> MemberWriter objects(String name, List<T> values, BiConsumer<T, MemberWriter> members) {
        json.writeStartArray(name);
        for (T value : values) {
            json.writeStartObject();
            members.accept(value, this);
            json.writeEnd();
        }
        json.writeEnd();
        return this;
    }

    public MemberWriter texts(String name, List<String> texts) {
        json.writeStartArray(name);
        texts.forEach(json::write);
        json.writeEnd();
        return this;
    }

    public MemberWriter texts(String name, Map<String, String> texts) {
        return object(name, out -> texts.forEach(out::text));
    }
}
