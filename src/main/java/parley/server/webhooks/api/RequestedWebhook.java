package parley.server.webhooks.api;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import parley.server.events.TaskEvent;
import parley.server.problems.FreeText;
import parley.server.problems.KnownMembers;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;

/** A webhook or a change of one, which is a JSON merge patch (RFC 7396): members that are absent stay as they are. */
record RequestedWebhook(
        @Schema(description = "One line, 1 to 100 characters; no other webhook has it") @Nullable String name,
        @Schema(description = "https://…; http:// only to hosts that the configuration allows") @Nullable String url,
        @Schema(description = "client, progress, connection, task; empty or null: all") @Nullable List<String> events,
        @Schema(description = "The id of the only task whose events are sent; null: all tasks") @Nullable String task,
        @Schema(description = "true by default") @Nullable Boolean enabled,
        @Schema(description = "In a change: leave out what has not been sent yet") @Nullable Boolean fromNow) {

    static final int MAX_NAME = 100;
    private static final List<String> MEMBERS = List.of("name", "url", "events", "task", "enabled", "fromNow");

    /** A request that was read; a member that is absent is empty. */
    record Parsed(
            Optional<String> name,
            Optional<String> url,
            Optional<List<String>> events,
            Optional<Optional<String>> task,
            Optional<Boolean> enabled,
            boolean fromNow) {}

    /** @throws Problem {@code invalid} when it is no JSON object, or a member is unknown, wrong or of another kind */
    static Parsed of(@Nullable String body) {
        JsonObject json = read(body);
        KnownMembers.check(json, "A webhook", "set", MEMBERS);
        return new Parsed(
                member(json, "name", RequestedWebhook::text).map(RequestedWebhook::checkedName),
                member(json, "url", RequestedWebhook::text),
                member(json, "events", RequestedWebhook::kinds),
                member(json, "task", RequestedWebhook::optionalText),
                member(json, "enabled", RequestedWebhook::flag),
                member(json, "fromNow", RequestedWebhook::flag).orElse(false));
    }

    private static JsonObject read(@Nullable String body) {
        try {
            return JsonValues.read(body == null ? "" : body);
        } catch (JsonException e) {
            throw Problem.invalid(
                    "The body is no JSON object.", "Send {\"name\": \"chat\", \"url\": \"https://…\"}, for example.");
        }
    }

    private static <T> Optional<T> member(JsonObject json, String name, Function<JsonValue, Optional<T>> read) {
        JsonValue value = json.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> found = read.apply(value);
        if (found.isEmpty()) {
            throw Problem.invalid(name + " is of another kind than it has to be.", "GET /openapi describes it.");
        }
        return found;
    }

    private static Optional<String> text(JsonValue value) {
        return value instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    private static Optional<Optional<String>> optionalText(JsonValue value) {
        if (value instanceof JsonString text) {
            return Optional.of(Optional.of(text.getString()));
        }
        return value == JsonValue.NULL ? Optional.of(Optional.empty()) : Optional.empty();
    }

    private static Optional<Boolean> flag(JsonValue value) {
        return value == JsonValue.TRUE || value == JsonValue.FALSE
                ? Optional.of(value == JsonValue.TRUE)
                : Optional.empty();
    }

    private static Optional<List<String>> kinds(JsonValue value) {
        if (value == JsonValue.NULL) {
            return Optional.of(List.of());
        }
        if (!(value instanceof JsonArray array)) {
            return Optional.empty();
        }
        List<String> kinds = array.stream()
                .map(kind -> text(kind).filter(TaskEvent.KINDS::contains).orElseThrow(RequestedWebhook::unknownKind))
                .distinct()
                .sorted()
                .toList();
        return Optional.of(kinds);
    }

    private static Problem unknownKind() {
        return Problem.invalid(
                "events has a word that is no kind of event.",
                "There are " + String.join(", ", TaskEvent.KINDS) + "; an empty list means all.");
    }

    private static String checkedName(String name) {
        String line = FreeText.checkLine("name", name, MAX_NAME).strip();
        if (line.isEmpty()) {
            throw Problem.invalid("name is empty.", "Say where the events go, such as chat.");
        }
        return line;
    }
}
