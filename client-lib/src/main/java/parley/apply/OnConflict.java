package parley.apply;

/**
 * What happens to a file that an offer would change, and that is neither what Parley last wrote there nor what the
 * offer wants: somebody else wrote it.
 */
public enum OnConflict {
    /** The offer wins; the file goes into a back-up that {@link Backups} can bring back. */
    OVERWRITE,
    /** The client asks to leave it as it is; if the task does not allow that, the update is declined. */
    KEEP,
    /** The update is declined. */
    FAIL
}
