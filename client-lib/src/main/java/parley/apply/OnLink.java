package parley.apply;

/** What to do with a symbolic link of this machine where a bundle has a file or a folder. */
public enum OnLink {
    /** The offer is declined, nothing is touched. */
    REFUSE,
    /**
     * The link itself gives way to the bundle's file or folder; what it leads to is not touched. The back-up has the link, so
     * that rolling back and restoring bring it back.
     */
    REPLACE
}
