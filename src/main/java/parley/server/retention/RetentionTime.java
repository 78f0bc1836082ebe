package parley.server.retention;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How long something is kept, as a setting says it. */
final class RetentionTime {

    /** Less would delete what people still look at. */
    private static final Duration LEAST = Duration.ofDays(1);

    private static final String FOR_EVER = "off";

    private RetentionTime() {}

    /**
     * Empty: for ever.
     *
     * @param setting the name of the setting
     * @param text {@code off}, or an ISO 8601 duration of at least a day, such as {@code P180D}
     * @throws IllegalArgumentException for anything else, with a text for the person who runs the server
     */
    static Optional<Duration> parse(String setting, String text) {
        if (text.strip().equals(FOR_EVER)) {
            return Optional.empty();
        }
        try {
            Duration kept = Duration.parse(text.strip());
            if (kept.compareTo(LEAST) >= 0) {
                return Optional.of(kept);
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(refusal(setting, text), e);
        }
        throw new IllegalArgumentException(refusal(setting, text));
    }

    private static String refusal(String setting, String text) {
        return setting + " is “" + text
                + "”, which is neither “off” nor a time of at least a day: set it to off, or for"
                + " example to P180D.";
    }
}
