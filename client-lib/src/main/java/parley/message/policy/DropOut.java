package parley.message.policy;

import parley.message.json.Word;

/** What happens when a client ends badly before all were ready to apply together. */
public enum DropOut implements Word {
    /** The task is paused, and an operator decides. */
    PAUSE,
    /** The others do not wait for it. */
    GO_ON
}
