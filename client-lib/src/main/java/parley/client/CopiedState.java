package parley.client;

/**
 * What a client does when its state folder was made on another machine: a disk image that was copied after the first
 * join. The server would take two machines with one key for one client and end the session of one of them.
 */
public enum CopiedState {
    /** Ends before it connects, with {@link UpdateException.Problem#COPIED_STATE}. */
    REFUSE,
    /** Forgets the server with its tasks and the key, and becomes a new client with its own key. */
    NEW_KEY,
    /** Goes on as that client: the folder belongs to this machine now, and the other machine is gone. */
    KEEP
}
