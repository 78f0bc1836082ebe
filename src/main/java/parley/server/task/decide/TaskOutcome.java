package parley.server.task.decide;

import parley.message.json.Word;

/** The outcome of a finished task. */
public enum TaskOutcome implements Word {
    /** Every client succeeded or had nothing to do. */
    SUCCEEDED,
    /** Some did, some did not. */
    PARTLY,
    /** None did. */
    FAILED
}
