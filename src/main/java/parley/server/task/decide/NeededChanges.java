package parley.server.task.decide;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.message.Inventory;
import parley.message.bundle.BundleDiff;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;

/**
 * What has to change so that what a client has becomes the target. Only what differs is offered, and only files of the
 * bundle that the client says it has (and that the server knows) are ever removed: the others are not Parley's.
 */
final class NeededChanges {

    private NeededChanges() {}

    static List<Change> of(Inventory inventory, TaskSnapshot.Target target, TaskSnapshot task, Set<String> keep) {
        Set<String> ours = ours(inventory, target, task);
        Map<String, FileEntry> have = new HashMap<>(inventory.files());
        have.keySet().retainAll(ours);
        return BundleDiff.between(have, target.files()).stream()
                .filter(change -> !keep.contains(change.path()))
                .toList();
    }

    /** The paths for which the plan needs to know what the client has. */
    static Set<String> ours(Inventory inventory, TaskSnapshot.Target target, TaskSnapshot task) {
        Set<String> ours = new HashSet<>(target.files().keySet());
        inventory.bundle().flatMap(task.bundles()).ifPresent(before -> ours.addAll(before.keySet()));
        return ours;
    }
}
