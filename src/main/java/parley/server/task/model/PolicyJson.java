package parley.server.task.model;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import parley.message.ApplyMode;
import parley.message.OperatingSystem;
import parley.message.Reason;
import parley.message.Severity;
import parley.message.Word;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;
import parley.server.task.decide.DropOut;
import parley.server.task.decide.LinkPolicy;
import parley.server.task.decide.Policy;
import parley.server.task.decide.Retry;

/**
 * Policies as JSON. What is absent has its default; what is unknown, out of range, or not done by this server is
 * refused by name, so that a slip never weakens a rollout silently.
 */
public final class PolicyJson {

    private static final Set<String> KNOWN = Set.of(
            "expiresIn",
            "maxClients",
            "expectedClients",
            "apply",
            "dropOut",
            "window",
            "severity",
            "maxDefer",
            "deadline",
            "stateTimeout",
            "keepLocal",
            "allowDowngrade",
            "confirm",
            "retry",
            "platforms",
            "links");
    private static final Set<String> NOT_DONE_HERE = Set.of("approval", "waves", "errorThreshold");
    private static final Duration LEAST = Duration.ofSeconds(1);

    private PolicyJson() {}

    public static Policy read(String text) {
        return read(JsonValues.read(text));
    }

    /** @throws Problem {@code invalid}, naming the field */
    public static Policy read(JsonObject json) {
        checkNames(json);
        Policy d = Policy.DEFAULT;
        Duration expiresIn =
                duration(json, "expiresIn", LEAST, Policy.MAX_EXPIRES_IN).orElse(d.expiresIn());
        Optional<Duration> deadline = duration(json, "deadline", LEAST, Policy.MAX_DEADLINE);
        if (deadline.isPresent() && deadline.get().compareTo(expiresIn) < 0) {
            throw invalid("deadline", "is before expiresIn, so clients could join that have no time left");
        }
        return new Policy(
                expiresIn,
                count(json, "maxClients", 1, Policy.MAX_CLIENTS).orElse(d.maxClients()),
                count(json, "expectedClients", 1, Policy.MAX_CLIENTS),
                word(json, "apply", ApplyMode.class).orElse(d.apply()),
                word(json, "dropOut", DropOut.class).orElse(d.dropOut()),
                Optional.ofNullable(json.get("window")).map(WindowJson::read),
                word(json, "severity", Severity.class).orElse(d.severity()),
                duration(json, "maxDefer", Duration.ZERO, Policy.MAX_EXPIRES_IN).orElse(d.maxDefer()),
                deadline,
                duration(json, "stateTimeout", LEAST, Policy.MAX_EXPIRES_IN).orElse(d.stateTimeout()),
                flag(json, "keepLocal").orElse(d.keepLocal()),
                flag(json, "allowDowngrade").orElse(d.allowDowngrade()),
                duration(json, "confirm", Duration.ZERO, Policy.MAX_CONFIRM).orElse(d.confirm()),
                retry(json),
                platforms(json).orElse(d.platforms()),
                word(json, "links", LinkPolicy.class).orElse(d.links()));
    }

    /** All fields, the defaults included. */
    public static JsonObject write(Policy policy) {
        JsonObjectBuilder json = JsonValues.object()
                .add("expiresIn", policy.expiresIn().toString())
                .add("maxClients", policy.maxClients());
        policy.expectedClients().ifPresent(n -> json.add("expectedClients", n));
        json.add("apply", policy.apply().word()).add("dropOut", policy.dropOut().word());
        policy.window().ifPresent(window -> json.add("window", WindowJson.write(window)));
        json.add("severity", policy.severity().word())
                .add("maxDefer", policy.maxDefer().toString());
        policy.deadline().ifPresent(in -> json.add("deadline", in.toString()));
        return json.add("stateTimeout", policy.stateTimeout().toString())
                .add("keepLocal", policy.keepLocal())
                .add("allowDowngrade", policy.allowDowngrade())
                .add("confirm", policy.confirm().toString())
                .add(
                        "retry",
                        JsonValues.object()
                                .add("times", policy.retry().times())
                                .add("reasons", words(policy.retry().reasons())))
                .add("platforms", words(policy.platforms()))
                .add("links", policy.links().word())
                .build();
    }

    private static JsonArrayBuilder words(Set<? extends Word> words) {
        return JsonValues.array(words.stream().map(Word::word).sorted().toList());
    }

    private static void checkNames(JsonObject json) {
        for (String name : json.keySet()) {
            if (NOT_DONE_HERE.contains(name)) {
                throw invalid(name, "is not supported by this version of the server");
            }
            if (!KNOWN.contains(name)) {
                throw invalid(name, "is no field of a policy; there are " + String.join(", ", new TreeSet<>(KNOWN)));
            }
        }
    }

    private static Optional<Set<OperatingSystem>> platforms(JsonObject json) {
        Optional<Set<OperatingSystem>> platforms = words(json, "platforms", OperatingSystem.class);
        if (platforms.isPresent() && platforms.get().isEmpty()) {
            throw invalid("platforms", "is empty, so that no client could take part");
        }
        return platforms;
    }

    private static Retry retry(JsonObject json) {
        JsonValue value = json.get("retry");
        if (value == null) {
            return Retry.DEFAULT;
        }
        if (value instanceof JsonNumber) {
            return new Retry(count(json, "retry", 0, Retry.MAX_TIMES).orElseThrow(), Retry.DEFAULT.reasons());
        }
        if (!(value instanceof JsonObject object) || !Set.of("times", "reasons").containsAll(object.keySet())) {
            throw invalid("retry", "is neither a number nor {\"times\": …, \"reasons\": […]}");
        }
        int times = count(object, "times", 0, Retry.MAX_TIMES).orElse(Retry.DEFAULT.times());
        return new Retry(times, reasons(object));
    }

    private static Set<Reason> reasons(JsonObject retry) {
        return words(retry, "retry.reasons", Reason.class).orElse(Retry.DEFAULT.reasons());
    }

    private static <E extends Enum<E> & Word> Optional<Set<E>> words(JsonObject json, String name, Class<E> type) {
        JsonValue value = json.get(name.substring(name.lastIndexOf('.') + 1));
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof JsonArray array)) {
            throw invalid(name, "is not an array");
        }
        Set<E> words = new LinkedHashSet<>();
        for (JsonValue element : array) {
            words.add(Optional.of(element)
                    .filter(JsonString.class::isInstance)
                    .flatMap(text -> Word.of(type, ((JsonString) text).getString()))
                    .orElseThrow(() ->
                            invalid(name, "has " + element + ", which is none of " + String.join(", ", all(type)))));
        }
        return Optional.of(words);
    }

    private static <E extends Enum<E> & Word> List<String> all(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Word::word).toList();
    }

    /** @param name of the member; what stands before its last dot names the object in errors only */
    static Optional<Duration> duration(JsonObject json, String name, Duration least, Duration most) {
        return text(json, name).map(text -> {
            try {
                Duration duration = Duration.parse(text);
                if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                    throw invalid(name, "is " + text + "; it must be " + least + " to " + most);
                }
                return duration;
            } catch (DateTimeParseException | ArithmeticException e) {
                throw invalid(name, "is not an ISO 8601 duration like PT24H");
            }
        });
    }

    private static Optional<Integer> count(JsonObject json, String name, int least, int most) {
        return Optional.ofNullable(json.get(name)).map(value -> {
            if (!(value instanceof JsonNumber number) || !number.isIntegral()) {
                throw invalid(name, "is not a whole number");
            }
            if (number.bigIntegerValue().bitLength() > 31 || number.intValue() < least || number.intValue() > most) {
                throw invalid(name, "must be " + least + " to " + most);
            }
            return number.intValue();
        });
    }

    private static Optional<Boolean> flag(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).map(value -> {
            if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
                throw invalid(name, "is neither true nor false");
            }
            return value == JsonValue.TRUE;
        });
    }

    private static <E extends Enum<E> & Word> Optional<E> word(JsonObject json, String name, Class<E> type) {
        return text(json, name).map(text -> Word.of(type, text)
                .orElseThrow(() -> invalid(name, "has no such value: it is one of " + String.join(", ", all(type)))));
    }

    static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name.substring(name.lastIndexOf('.') + 1)))
                .map(value -> {
                    if (!(value instanceof JsonString string)) {
                        throw invalid(name, "is not text");
                    }
                    return string.getString();
                });
    }

    static Problem invalid(String name, String what) {
        return Problem.invalid("policy." + name + " " + what + ".", "Correct it, or leave it out to get the default.");
    }
}
