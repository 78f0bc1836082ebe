package parley.message.bundle;

import parley.message.json.Word;

/** What a change does to its path. */
public enum Action implements Word {
    ADD,
    REPLACE,
    REMOVE
}
