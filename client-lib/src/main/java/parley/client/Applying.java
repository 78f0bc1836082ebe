package parley.client;

/** Connects a running {@link UpdateHandler#apply} with the client. Thread-safe. */
public interface Applying {

    /** The new state is in place and is now being checked; the server hears {@code checking}. */
    void checking();

    /**
     * Whether the update has been cancelled meanwhile. A handler that can still go back without harm asks this before
     * the steps that cannot be undone, and returns {@code rolled_back} with the reason {@code cancelled}; finishing
     * the update is right as well.
     */
    boolean cancelled();
}
