package parley.server.task.decide;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import parley.message.TaskState;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;

/**
 * The state of a task for the negotiation, read again for every message.
 *
 * @param reason why it is paused, as a text
 * @param released when the clients that apply together with this one were released; empty: not yet
 * @param placed since when the client has a place in a wave that is open; empty: it has none
 * @param targets gives the bundle of the first target that matches the client, empty if none does; called only if an
 *     offer may follow
 * @param noTarget gives the reason why no target matches the client; called only then
 * @param bundles the files of any bundle that the server knows, by its digest
 * @param now when this was read
 */
public record TaskSnapshot(
        TaskState state,
        String reason,
        Optional<Instant> released,
        Optional<Instant> placed,
        String notes,
        Policy policy,
        Optional<Instant> deadline,
        Supplier<Optional<Target>> targets,
        Supplier<String> noTarget,
        Function<Digest, Optional<Map<String, FileEntry>>> bundles,
        Instant now) {

    Optional<Target> target() {
        return targets.get();
    }

    boolean open() {
        return state == TaskState.OPEN;
    }

    boolean ended() {
        return state.terminal();
    }

    boolean paused() {
        return state == TaskState.PAUSED;
    }

    Barrier barrier() {
        return new Barrier(policy, released, placed, now);
    }

    /** The bundle that a client gets, with its files by path. */
    public record Target(BundleRef bundle, Map<String, FileEntry> files) {}
}
