package parley.server.task.decide;

import java.util.Optional;
import parley.message.Reason;

/**
 * Why a client has the state that it has, as far as somebody said it.
 *
 * @param reason the cause by its word
 * @param detail the cause in a sentence
 * @param output the last lines that a command of the client's machine printed
 */
public record Explanation(Optional<Reason> reason, Optional<String> detail, Optional<String> output) {

    /** Nobody said anything. */
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
