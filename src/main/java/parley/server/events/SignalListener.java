package parley.server.events;

import java.util.List;

/**
 * Is told of every event that was committed on any node, in the order of the event log. Signals can be lost (a node
 * was killed, the database was away), so every listener also scans its own objects from time to time.
 */
public interface SignalListener {

    /**
     * Called on the one thread that reads the event log: must return soon and do its work on another thread.
     *
     * @param signals at least one
     */
    void signalled(List<Signal> signals);
}
