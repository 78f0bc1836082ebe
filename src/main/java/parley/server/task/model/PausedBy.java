package parley.server.task.model;

import parley.message.json.Word;

/** The cause of a pause. */
public enum PausedBy implements Word {
    OPERATOR,
    /** A client ended badly before all were ready to apply together. */
    DROPPED_OUT
}
