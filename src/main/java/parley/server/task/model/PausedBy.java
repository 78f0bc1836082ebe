package parley.server.task.model;

import parley.message.json.Word;

/** What has paused a task. */
public enum PausedBy implements Word {
    OPERATOR,
    /** A client ended badly before all were ready to apply together. */
    DROPPED_OUT
}
