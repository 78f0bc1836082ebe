package parley.server.audit.anchor;

import parley.message.json.Word;

/** How an anchor or a checkpoint fits the audit log. */
public enum AnchorState implements Word {
    /** The log has that entry, with that hash. */
    FITS,
    /** There is none yet. */
    MISSING,
    /** The log ends before that entry: its end was cut off, or an older database was brought back. */
    AHEAD,
    /** The log has another hash there: entries were changed, and the chain was computed anew. */
    DIFFERS,
    /** It was not made by this server, or with another master key, or it was changed. */
    FORGED;

    /** Whether it says that something is wrong. */
    public boolean isBad() {
        return this != FITS && this != MISSING;
    }
}
