package parley.server.task.decide;

import java.util.Optional;
import parley.message.Reason;

/**
 * The explanation of a client's state, if there is one.
 *
 * @param reason the cause as an enum
 * @param detail the cause as a sentence
 * @param output the last lines of a command's output on the client
 */
public record Explanation(Optional<Reason> reason, Optional<String> detail, Optional<String> output) {

    /** No explanation. */
    public static final Explanation NONE = of(Optional.empty(), Optional.empty());

    static Explanation of(Optional<Reason> reason, Optional<String> detail) {
        return new Explanation(reason, detail, Optional.empty());
    }

    static Explanation of(Reason reason, String detail) {
        return of(Optional.of(reason), Optional.of(detail));
    }

    static Explanation of(String detail) {
        return of(Optional.empty(), Optional.of(detail));
    }
}
