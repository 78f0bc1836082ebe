package parley.message;

import parley.message.json.Word;

/** The decision in an answer. */
public enum Decision implements Word {
    ACCEPT,
    DECLINE,
    DEFER,
    COUNTER
}
