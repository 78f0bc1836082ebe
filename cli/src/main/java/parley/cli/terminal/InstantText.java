package parley.cli.terminal;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the time at which a task starts: {@code 2h} (from now) or RFC 3339. A time of day without its offset from UTC
 * is refused: it comes twice or never when the clocks change, and the server may stand in another zone.
 */
public final class InstantText {

    private InstantText() {}

    /** @throws TypeConversionException if it is neither */
    public static Instant parse(String text, Clock clock) {
        String stripped = text.strip();
        try {
            return stripped.matches("[0-9]{4}-.*")
                    ? OffsetDateTime.parse(stripped).toInstant()
                    : clock.instant().plus(new HumanDuration().convert(stripped));
        } catch (DateTimeException | ArithmeticException | TypeConversionException e) {
            throw new TypeConversionException(
                    "'" + stripped + "' is no time such as 2h or 2026-11-23T02:00:00+01:00, with its offset from UTC");
        }
    }
}
