package parley.message;

import parley.message.json.Word;

/** When a staged client may apply: at once, or together with the others. */
public enum ApplyMode implements Word {
    AT_ONCE,
    TOGETHER
}
