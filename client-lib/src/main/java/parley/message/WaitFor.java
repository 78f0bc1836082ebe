package parley.message;

/** What a waiting client waits for. */
public enum WaitFor implements Word {
    APPROVAL,
    WAVE,
    WINDOW,
    OTHERS
}
