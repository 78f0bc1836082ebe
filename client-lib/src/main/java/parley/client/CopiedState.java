package parley.client;

/**
 * What a client does when its state folder was made on another machine: a disk image that was copied after the first
 * join. Two machines with one key would be one client to the server, and put each other out.
 */
public enum CopiedState {
    /** Ends before it connects, with {@link UpdateException.Problem#COPIED_STATE}. */
    REFUSE,
    /** Forgets the server with its tasks and the key, and is a new client with a key of its own. */
    NEW_KEY,
    /** Goes on as that client and takes the folder for this machine's: the other one is gone. */
    KEEP
}
