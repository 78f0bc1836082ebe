package parley.client;

/** The client's ear while {@link UpdateHandler#apply} runs. Can be used from any thread. */
public interface Applying {

    /** The new state is in place and is now being checked; the server hears {@code checking}. */
    void checking();

    /**
     * Whether the update has been called off meanwhile. A handler that can still go back without harm looks here before
     * the steps that cannot be undone, and returns {@code rolled_back} with the reason {@code cancelled}; finishing the
     * update is right as well.
     */
    boolean cancelled();
}
