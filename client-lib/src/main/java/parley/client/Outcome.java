package parley.client;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import parley.message.ClientState;
import parley.message.Reason;
import parley.message.TaskInfo;
import parley.message.bundle.BundleRef;

/**
 * How a run of {@link UpdateClient} ended.
 *
 * @param state a terminal state, or {@link ClientState#DEFERRED}
 * @param reason why it did not succeed
 * @param detail a sentence for people, may be empty
 * @param output the end of what the check or run command said, may be empty
 * @param bundle the bundle that was offered; empty when none was
 * @param changes how many changes were agreed; 0 when none were
 * @param bytes the bytes to download for them: each content once, so it may be less than the size of the files
 * @param until with {@code DEFERRED}: when the client comes back, by itself if it stays, otherwise in a run after that
 * @param clientId the id of this client
 * @param task as the server last described it
 */
public record Outcome(
        ClientState state,
        Optional<Reason> reason,
        String detail,
        String output,
        Optional<BundleRef> bundle,
        int changes,
        long bytes,
        Optional<Instant> until,
        String clientId,
        TaskInfo task) {

    public Outcome {
        if (!state.terminal() && state != ClientState.DEFERRED) {
            throw new IllegalArgumentException(state.word() + " is not the end");
        }
        Objects.requireNonNull(reason);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(output);
        Objects.requireNonNull(bundle);
        Objects.requireNonNull(until);
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(task);
    }

    /** Whether the machine now has what the task wants. */
    public boolean ok() {
        return state == ClientState.SUCCEEDED || state == ClientState.NOTHING_TO_DO;
    }
}
