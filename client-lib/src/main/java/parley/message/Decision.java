package parley.message;

import parley.message.json.Word;

/** What a client says to an offer. */
public enum Decision implements Word {
    ACCEPT,
    DECLINE,
    DEFER,
    COUNTER
}
