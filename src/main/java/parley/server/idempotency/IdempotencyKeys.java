package parley.server.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parley.server.access.Caller;
import parley.server.problems.Problem;

/** Executes a request once, however often it comes, also on several nodes at the same time. */
@ApplicationScoped
public class IdempotencyKeys {

    public static final String HEADER = "Idempotency-Key";

    /** The header of the answer to a repeat. */
    public static final String REPLAYED = "Idempotency-Replayed";

    static final int MAX_KEY = 255;

    /** The result of a request: the object that it made now, or the id of what it made before. */
    public record Once<T>(Optional<T> made, Optional<String> before) {}

    @Inject
    IdempotencyKeyStore store;

    @Inject
    Caller caller;

    private final Jsonb jsonb = JsonbBuilder.create();

    /**
     * @param header the caller's key for this request; null: the request is not remembered
     * @param what method and path
     * @param request the parsed body
     * @param make joins the transaction that stores the key; if it throws, the key is free again
     * @param id the id of the made object, at most 64 characters
     * @throws Problem {@code invalid}: if this cannot be a key; {@code key_reused}: if it came with another request
     *     before
     */
    public <T> Once<T> once(
            @Nullable String header, String what, Object request, Supplier<T> make, Function<T, String> id) {
        if (header == null) {
            return new Once<>(Optional.of(make.get()), Optional.empty());
        }
        IdempotencyKeyStore.Key key = new IdempotencyKeyStore.Key(caller.keyId(), checked(header));
        String fingerprint = fingerprint(what + "\n" + jsonb.toJson(request));
        Optional<IdempotencyKeyStore.Known> known = store.find(key);
        if (known.isPresent()) {
            return before(known.get(), fingerprint);
        }
        try {
            return new Once<>(Optional.of(store.make(key, fingerprint, make, id)), Optional.empty());
        } catch (IdempotencyKeyStore.KnownMeanwhile e) {
            return before(store.find(key).orElseThrow(), fingerprint);
        }
    }

    private static <T> Once<T> before(IdempotencyKeyStore.Known known, String fingerprint) {
        if (!known.fingerprint().equals(fingerprint)) {
            throw new Problem(
                    422,
                    "key_reused",
                    "The idempotency key belongs to another request",
                    "A request with this " + HEADER + " and another content came before.",
                    "Use a new key for a new request; keys are remembered for " + IdempotencyKeyStore.KEPT.toHours()
                            + " hours.");
        }
        return new Once<>(Optional.empty(), Optional.of(known.made()));
    }

    /**
     * 1 to 255 visible ASCII characters; the quotes of a structured field (RFC 8941 §3.3.3) do not belong to the key.
     */
    static String checked(String header) {
        String key = header.strip();
        if (key.length() > 2 && key.startsWith("\"") && key.endsWith("\"")) {
            key = key.substring(1, key.length() - 1);
        }
        if (key.isEmpty() || key.length() > MAX_KEY || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw Problem.invalid(
                    HEADER + " is not 1 to " + MAX_KEY + " visible ASCII characters.",
                    "A random UUID makes a good one.");
        }
        return key;
    }

    private static String fingerprint(String request) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
