package parley.message;

import parley.message.json.Word;

/** Where a task stands. A terminal task never opens again. */
public enum TaskState implements Word {
    DRAFT,
    OPEN,
    PAUSED,
    FINISHED,
    CANCELLED,
    EXPIRED;

    /** Whether the task has ended. */
    public boolean terminal() {
        return this == FINISHED || this == CANCELLED || this == EXPIRED;
    }
}
