package parley.cli.watch;

import jakarta.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.StateCell;
import parley.message.ClientState;

/** A task and its clients at one moment. */
public record Snapshot(TaskRecord task, List<JsonObject> clients) {

    /** Whether the task has ended, or all of its clients have (at least as many as were expected). */
    public boolean ended() {
        int expected = Math.max(1, task.policy().getInt("expectedClients", 1));
        return task.terminal() || clients.size() >= expected && clients.stream().allMatch(Snapshot::hasEnded);
    }

    /** Whether a client ended in a state that counts as an error. */
    public boolean failed() {
        return clients.stream().anyMatch(client -> StateCell.isError(client.getString("state")));
    }

    static boolean hasEnded(JsonObject client) {
        String word = client.getString("state");
        return Arrays.stream(ClientState.values())
                .anyMatch(state -> state.terminal() && state.word().equals(word));
    }
}
