package parley.message;

/** What a client says to an offer. */
public enum Decision implements Word {
    ACCEPT,
    DECLINE,
    DEFER,
    COUNTER
}
