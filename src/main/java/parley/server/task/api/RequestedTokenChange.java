package parley.server.task.api;

import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import parley.server.problems.FreeText;
import parley.server.problems.KnownMembers;
import parley.server.problems.Lifetime;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;
import parley.server.tokens.TokenChange;
import parley.server.tokens.Tokens;

/**
 * A change of a token as a JSON merge patch (RFC 7396): members that are absent stay as they are; a description that is
 * null or empty is removed.
 */
record RequestedTokenChange(
        @Schema(description = "One line, at most 1000 characters; null or empty takes it away") @Nullable
                String description,
        @Schema(description = "How long it admits clients from now on, ISO 8601, at most P30D") @Nullable
                String expiresIn,
        @Schema(description = "How many clients it admits in all") @Nullable Integer maxClients) {
    static final int MAX_DESCRIPTION = 1_000;
    private static final List<String> MEMBERS = List.of("description", "expiresIn", "maxClients");

    /** @throws Problem {@code invalid} when it is no JSON object, empty, or a member is unknown or of another kind */
    static TokenChange of(@Nullable String body) {
        JsonObject json = read(body);
        KnownMembers.check(json, "A token", "changed", MEMBERS);
        if (json.isEmpty()) {
            throw Problem.invalid("Nothing is said that shall change.", "Send {\"maxClients\": 200}, for example.");
        }
        return new TokenChange(
                json.containsKey("description")
                        ? Optional.of(description(text(json, "description", true)))
                        : Optional.empty(),
                Lifetime.parse(text(json, "expiresIn", false), Tokens.LONGEST),
                maxClients(json));
    }

    private static JsonObject read(@Nullable String body) {
        try {
            return JsonValues.read(body == null ? "" : body);
        } catch (JsonException e) {
            throw Problem.invalid("The body is no JSON object.", "Send {\"maxClients\": 200}, for example.");
        }
    }

    /** @throws Problem {@code invalid} */
    static Optional<String> description(@Nullable String text) {
        return Optional.of(FreeText.checkLine("description", text, MAX_DESCRIPTION))
                .filter(line -> !line.isBlank());
    }

    private static @Nullable String text(JsonObject json, String member, boolean mayBeNull) {
        JsonValue value = json.get(member);
        if (value == null || mayBeNull && value == JsonValue.NULL) {
            return null;
        }
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw Problem.invalid(member + " is no text.", "Send {\"expiresIn\": \"PT2H\"}, for example.");
    }

    private static Optional<Integer> maxClients(JsonObject json) {
        JsonValue value = json.get("maxClients");
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof JsonNumber number && isInRange(number.bigDecimalValue())) {
            return Optional.of(number.intValue());
        }
        throw badNumber();
    }

    private static boolean isInRange(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.ONE) >= 0
                && number.compareTo(BigDecimal.valueOf(Tokens.MOST_CLIENTS)) <= 0;
    }

    static Problem badNumber() {
        return Problem.invalid("maxClients is not between 1 and " + Tokens.MOST_CLIENTS + ".", "100");
    }
}
