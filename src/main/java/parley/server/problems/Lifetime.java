package parley.server.problems;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code expiresIn} of requests: ISO 8601, positive and bounded. */
public final class Lifetime {
    private Lifetime() {}

    /**
     * @param text null if the request does not have it
     * @throws Problem {@code invalid}
     */
    public static Optional<Duration> parse(@Nullable String text, Duration longest) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            Duration lifetime = Duration.parse(text);
            if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(longest) > 0) {
                throw Problem.invalid(
                        "expiresIn is not between a second and " + longest.toDays() + " days.",
                        "PT2H is two hours, P7D is seven days.");
            }
            return Optional.of(lifetime);
        } catch (DateTimeParseException e) {
            throw Problem.invalid("expiresIn is not an ISO 8601 duration.", "PT2H is two hours, P7D is seven days.");
        }
    }
}
