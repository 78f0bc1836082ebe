package parley.cli.server;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.stream.Stream;

/**
 * The lines of a server's log of JSON, read as those of text. Until the application has started Payara writes objects
 * of its own, with other names of members.
 */
final class LogLines {

    /** Payara's formatter. */
    static final String PAYARAS_JSON = "fish.payara.enterprise.server.logging.JSONLogFormatter";

    private LogLines() {}

    /** A line of text as it is; an object as the lines that it would be as text, with its stack trace. */
    static Stream<String> asText(String line) {
        if (!line.startsWith("{")) {
            return Stream.of(line);
        }
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            JsonObject object = reader.readObject();
            String first = "%s %-7s %s: %s"
                    .formatted(
                            text(object, "time", "Timestamp"),
                            text(object, "level", "Level"),
                            text(object, "logger", "LoggerName"),
                            text(object, "message", "LogMessage"));
            return Stream.concat(first.lines(), exception(object).lines());
        } catch (JsonException e) {
            return Stream.of(line); // cut in the middle
        }
    }

    private static String text(JsonObject object, String name, String payaras) {
        return object.getString(name, object.getString(payaras, ""));
    }

    private static String exception(JsonObject object) {
        JsonValue payaras = object.get("Throwable");
        if (payaras instanceof JsonObject thrown) {
            return thrown.getString("StackTrace", "");
        }
        return payaras instanceof JsonString text ? text.getString() : object.getString("exception", "");
    }
}
