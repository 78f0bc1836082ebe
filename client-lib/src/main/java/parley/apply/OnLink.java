package parley.apply;

/** What to do with a symbolic link of this machine where a bundle has a file or a folder. */
public enum OnLink {
    /** The offer is declined, nothing is touched. */
    REFUSE,
    /**
     * The bundle's file or folder replaces the link itself; what it leads to is not touched. The back-up has the link,
     * so a roll-back and a restore bring it back.
     */
    REPLACE,
    /**
     * The link stays, and the update changes the file or folder that it leads to, also outside of the destination. A
     * link is followed only if no user but this one and root can change it: the link, every folder on the way to what
     * it leads to, and the destination belong to one of them and are not writable for others. It has to lead to an
     * existing file or folder on the disk of the destination. Anything else is refused, as with REFUSE. Linux only.
     */
    FOLLOW
}
