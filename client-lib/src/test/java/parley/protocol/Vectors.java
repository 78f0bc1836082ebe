package parley.protocol;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The test vectors of docs/vectors, which anybody's implementation can run. */
final class Vectors {
    private Vectors() {}

    static JsonObject read(String name) {
        Path file = Path.of(System.getProperty("parley.root"), "docs", "vectors", name);
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
            return reader.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonObject> list(JsonObject object, String member) {
        return object.getJsonArray(member).getValuesAs(JsonObject.class);
    }

    static byte[] hex(JsonObject object, String member) {
        return hex(object.getString(member));
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Hex, or a list of pieces that are joined: hex, or one byte so many times. */
    static byte[] bytes(JsonValue value) {
        if (value instanceof JsonString text) {
            return hex(text.getString());
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (JsonValue piece : (JsonArray) value) {
            if (piece instanceof JsonObject repeated) {
                byte[] run = new byte[repeated.getInt("count")];
                Arrays.fill(run, hex(repeated, "repeat")[0]);
                joined.writeBytes(run);
            } else {
                joined.writeBytes(hex(((JsonString) piece).getString()));
            }
        }
        return joined.toByteArray();
    }
}
