package parley.server.task.model;

import parley.message.json.Word;

/** The cause of a pause. */
public enum PausedBy implements Word {
    OPERATOR,
    /** A client ended badly before all were ready to apply together. */
    DROPPED_OUT,
    /** Too many clients have ended badly, or too few of a wave have succeeded. */
    ERROR_THRESHOLD
}
