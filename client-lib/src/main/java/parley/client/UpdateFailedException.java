package parley.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.message.Reason;

/**
 *  A handler cannot go on with this attempt. The client reports the reason, the message and the output to the server.
 */
public class UpdateFailedException extends Exception {

    private final Reason reason;
    private final String output;

    /** The message is a sentence for people: what could not be done, and why. */
    public UpdateFailedException(Reason reason, String message) {
        this(reason, message, "", null);
    }

    /** The message is a sentence for people: what could not be done, and why. */
    public UpdateFailedException(Reason reason, String message, Throwable cause) {
        this(reason, message, "", cause);
    }

    /** With the end of a command's output. */
    public UpdateFailedException(Reason reason, String message, String output, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.reason = Objects.requireNonNull(reason);
        this.output = Objects.requireNonNull(output);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }

    /** A command's output, may be empty. */
    public String output() {
        return output;
    }
}
