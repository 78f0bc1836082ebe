package parley.message;

/** When a staged client may apply: at once, or together with the others. */
public enum ApplyMode implements Word {
    AT_ONCE,
    TOGETHER
}
