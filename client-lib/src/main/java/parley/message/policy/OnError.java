package parley.message.policy;

import parley.message.json.Word;

/** What happens when the error threshold of a task is reached. */
public enum OnError implements Word {
    /** The task is paused, and an operator decides. */
    PAUSE,
    /** The task is paused, and clients that have succeeded go back to what they had before. */
    ROLL_BACK
}
