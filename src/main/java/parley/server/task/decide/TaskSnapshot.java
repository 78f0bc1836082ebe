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
 * What the negotiation needs to know of a task, read afresh for every message.
 *
 * @param reason why it is paused, in words
 * @param released when all were let go that apply together; empty: they were not yet
 * @param targets gives the bundle of the first target that matches the client, empty where none does; asked only when
 *     an offer may follow
 * @param noTarget says why no target matches the client; asked only then
 * @param bundles the files of any bundle that the server knows, by its digest
 * @param now when this was read
 */
public record TaskSnapshot(
        TaskState state,
        String reason,
        Optional<Instant> released,
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
        return new Barrier(policy, released, now);
    }

    /** The bundle that a client gets, with its files by path. */
    public record Target(BundleRef bundle, Map<String, FileEntry> files) {}
}
