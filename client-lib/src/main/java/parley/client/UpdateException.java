package parley.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run that ended without an {@link Outcome}, in three parts for people: what happened ({@link #getMessage}), why,
 * and what to do next. Another try of the client would not help.
 */
public final class UpdateException extends Exception {

    /** What kept the client from its update. */
    public enum Problem {
        /** No URL of the token led to a server. */
        UNREACHABLE,
        /** What answered is not the server of the token, or it does not know the token any more. */
        WRONG_SERVER,
        /** The token does not admit new clients any more (close 1). */
        EXPIRED,
        /** The token or the client has been revoked (close 2). */
        REVOKED,
        /** The token has admitted as many clients as it may (close 4). */
        USED_UP,
        /** The task has ended (close 3). */
        TASK_ENDED,
        /** Another client of the task has the name, or this one has another name already (close 7). */
        NAME_TAKEN,
        /** The operator, or a limit of the server, denied this client (close 8). */
        DENIED,
        /** Another session with the same key took over (close 9). */
        REPLACED,
        /** The server does not accept the token's cipher suite (close 6). */
        SUITE,
        /** One side said something that the other does not understand (close 10, 20 to 23). */
        PROTOCOL,
        /** The server failed again and again, or closed for a reason that this version does not know (close 30). */
        SERVER_ERROR,
        /** The server ended the session though the update had not ended (close 0). */
        CLOSED,
        /** The state folder, with the key in it, was copied from another machine; see {@link CopiedState}. */
        COPIED_STATE,
        /** The state folder cannot be used: permissions, another process, contents that are no state. */
        STATE_FOLDER,
        /** The handler could not say what the machine has, or could not recover from a crash. */
        HANDLER
    }

    private final Problem problem;
    private final String why;
    private final String next;

    public UpdateException(Problem problem, String what, String why, String next) {
        this(problem, what, why, next, null);
    }

    public UpdateException(Problem problem, String what, String why, String next, @Nullable Throwable cause) {
        super(Objects.requireNonNull(what), cause);
        this.problem = Objects.requireNonNull(problem);
        this.why = Objects.requireNonNull(why);
        this.next = Objects.requireNonNull(next);
    }

    /** What happened. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** For programs. */
    public Problem problem() {
        return problem;
    }

    /** Why it happened, as far as the client can tell. */
    public String why() {
        return why;
    }

    /** What to do next. */
    public String next() {
        return next;
    }
}
