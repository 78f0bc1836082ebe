package parley.server.task.service;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import parley.server.problems.Problem;

/** The bounds of the time at which a draft starts by itself. */
final class StartTime {

    /** How far ahead a start can be set; a mistyped year is found this way. */
    private static final Duration FARTHEST = Duration.ofDays(366);

    private StartTime() {}

    /** @throws Problem {@code invalid} when it is not after {@code now}, or too far ahead */
    static void check(Instant at, Instant now) {
        if (!at.isAfter(now)) {
            throw Problem.invalid(
                    "startAt is " + at + ", and the server's clock shows " + now.truncatedTo(ChronoUnit.SECONDS)
                            + ": that time has passed.",
                    "Give a later time, or start the task now.");
        }
        if (at.isAfter(now.plus(FARTHEST))) {
            throw Problem.invalid(
                    "startAt is " + at + ", more than " + FARTHEST.toDays() + " days ahead.",
                    "Check the year, or start the task by hand later.");
        }
    }
}
