package parley.cli.watch;

/** The source of a task's snapshots. */
public interface TaskFeed {

    /** The present state: at once the first time, then whenever there may be something new. */
    Snapshot next() throws InterruptedException;
}
