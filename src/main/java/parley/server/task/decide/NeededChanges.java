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
 * The changes from what a client has to its target. Only differences are offered, and only files of the client's
 * present bundle (if the server knows it) are removed: the others are not Parley's.
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

    /** The paths for which the server needs to know what the client has. */
    static Set<String> ours(Inventory inventory, TaskSnapshot.Target target, TaskSnapshot task) {
        Set<String> ours = new HashSet<>(target.files().keySet());
        inventory.bundle().flatMap(task.bundles()).ifPresent(before -> ours.addAll(before.keySet()));
        return ours;
    }
}
