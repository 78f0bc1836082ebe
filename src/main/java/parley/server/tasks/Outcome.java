package parley.server.tasks;

import parley.message.Word;

/** How a finished task went. */
public enum Outcome implements Word {
    /** Every client succeeded or had nothing to do. */
    SUCCEEDED,
    /** Some did, some did not. */
    PARTLY,
    /** None did. */
    FAILED
}
