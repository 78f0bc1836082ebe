package parley.protocol;

/** Why a session ends, as said in a sealed close (docs/protocol.md, section 6). */
public enum CloseCode {
    DONE(0, "Everything is done."),
    EXPIRED(1, "The join token has expired."),
    REVOKED(2, "The join token or the client has been revoked."),
    TASK_ENDED(3, "The task has ended."),
    USED_UP(4, "The join token has admitted as many clients as it may."),
    BUSY(5, "The server is busy; it says when to come back."),
    SUITE(6, "The server no longer accepts the suite of this join token."),
    NAME_TAKEN(7, "Another client has this name, or this client has another name."),
    DENIED(8, "An operator or the task's rules did not admit this client."),
    REPLACED(9, "A newer session of the same client has taken over; has its key been copied to another machine?"),
    IDLE(10, "The client did not say hello in time."),
    MALFORMED_JSON(20, "A message was not well-formed."),
    UNKNOWN_TYPE(21, "A message was of no known type."),
    WRONG_STATE(22, "A message did not fit the state of the session."),
    LIMIT(23, "A limit was exceeded."),
    INTERNAL(30, "Something went wrong on the other side.");

    private final int code;
    private final String sentence;

    CloseCode(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The code in words, for people. */
    public String sentence() {
        return sentence;
    }

    /** The meaning of a number; one that is not known counts as {@link #INTERNAL}. */
    public static CloseCode of(int code) {
        for (CloseCode known : values()) {
            if (known.code == code) {
                return known;
            }
        }
        return INTERNAL;
    }
}
