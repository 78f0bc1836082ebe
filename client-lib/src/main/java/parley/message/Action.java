package parley.message;

/** What a change does to its path. */
public enum Action implements Word {
    ADD,
    REPLACE,
    REMOVE
}
