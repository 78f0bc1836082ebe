package parley.apply;

/** What to do with a symbolic link of this machine where a bundle has a file or a folder. */
public enum OnLink {
    /** The offer is declined, nothing is touched. */
    REFUSE,
    /**
     * The link itself gives way to the bundle's file or folder; what it leads to is not touched. The back-up has the
     * link, so that rolling back and restoring bring it back.
     */
    REPLACE,
    /**
     * The link stays, and the file or folder that it leads to takes its part, also outside of the destination. A link
     * is followed only where nobody but this user and root could turn it: the link, every folder on the way to what it
     * leads to, and the destination belong to one of them and are not writable for others. It has to lead to an
     * existing file or folder on the disk of the destination. Anything else is refused, as with REFUSE. Linux only.
     */
    FOLLOW
}
