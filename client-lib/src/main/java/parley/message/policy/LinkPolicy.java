package parley.message.policy;

import parley.message.json.Word;

/** What happens to the symbolic links of a bundle. */
public enum LinkPolicy implements Word {
    /** They are links on clients that have them, and copies on the others. */
    KEEP,
    /** They are copies everywhere. */
    COPY,
    /** A task with links in a bundle is refused. */
    REFUSE
}
