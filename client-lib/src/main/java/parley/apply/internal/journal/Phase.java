package parley.apply.internal.journal;

/** How far an update has come, in its journal. Each word is written once everything that it states is durable. */
public enum Phase {
    /** The plan is complete. Nothing outside .parley has been touched. */
    PLANNED("planned"),
    /** Every new file is in the staging area and verified. */
    STAGED("staged"),
    /** Every file that will be replaced or removed is backed up; from here on the destination is changed. */
    BACKED_UP("backed_up"),
    /** The destination holds the new files. */
    SWAPPED("swapped"),
    /** The run command has been started, so that undoing has to run it again. */
    RUN("run"),
    /** All is done except the commit, which waits for the server's confirmation; the time for it follows the word. */
    CONFIRMING("confirming"),
    /** The update is final. */
    COMMITTED("committed"),
    /** The old files are being brought back. */
    RESTORING("restoring"),
    /** The destination is as it was. */
    RESTORED("restored");

    private final String word;

    Phase(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** Whether the destination may hold something that has to be undone. */
    boolean toBeUndone() {
        return this == BACKED_UP || this == SWAPPED || this == RUN || this == CONFIRMING || this == RESTORING;
    }
}
