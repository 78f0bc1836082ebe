package parley.cli.watch;

/** Where the news of a task comes from. */
public interface TaskFeed {

    /** The state of things: at once the first time, then whenever there may be something new. */
    Snapshot next() throws InterruptedException;
}
