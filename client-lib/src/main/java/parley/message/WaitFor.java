package parley.message;

import parley.message.json.Word;

/** What a waiting client waits for. */
public enum WaitFor implements Word {
    APPROVAL,
    WAVE,
    WINDOW,
    OTHERS
}
