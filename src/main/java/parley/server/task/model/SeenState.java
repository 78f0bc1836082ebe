package parley.server.task.model;

import parley.message.ClientState;
import parley.message.TaskState;

/**
 * The state of a client and its task, as far as events other than the client's messages can change it: a session that
 * knows this has missed nothing.
 *
 * @param proceeds whether the client was told to apply
 */
public record SeenState(ClientState client, long attempt, boolean proceeds, TaskState task) {

    /** Whether the client itself is unchanged, whatever happened to its task. */
    public boolean sameClient(SeenState other) {
        return client == other.client && attempt == other.attempt && proceeds == other.proceeds;
    }

    public boolean paused() {
        return task == TaskState.PAUSED;
    }
}
