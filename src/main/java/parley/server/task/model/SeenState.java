package parley.server.task.model;

import parley.message.ClientState;
import parley.message.TaskState;

/**
 * Where a client and its task stand, as far as an event that is no message of the client can change it: a session that
 * has heard of this has missed nothing.
 *
 * @param proceeds whether the client was told to apply
 */
public record SeenState(ClientState client, long attempt, boolean proceeds, TaskState task) {

    /** Whether the client itself stands where it stood, whatever became of its task. */
    public boolean sameClient(SeenState other) {
        return client == other.client && attempt == other.attempt && proceeds == other.proceeds;
    }

    public boolean paused() {
        return task == TaskState.PAUSED;
    }
}
