package parley.message.policy;

import parley.message.json.Word;

/** What becomes of the symbolic links of a bundle. */
public enum LinkPolicy implements Word {
    /** They are links on clients that have them, and copies on the others. */
    KEEP,
    /** They are copies everywhere. */
    COPY,
    /** A task with a bundle that has links is not made. */
    REFUSE
}
