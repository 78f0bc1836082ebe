package parley.server.task.api;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import parley.message.bundle.Action;
import parley.message.bundle.BundleDiff;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;
import parley.server.task.decide.Policy;
import parley.server.task.model.PolicyJson;

/**
 * The JSON of what a task would change.
 *
 * @param against the task that it is compared with; absent: there is none, so every file is new
 * @param targets its targets, the first one first
 * @param removedTargets the selectors that only the other task has
 * @param policy the fields whose values differ
 * @param clients those of both tasks, by name, with what they have now
 * @param moreClients whether there are more clients than are listed
 * @param moreFiles whether there are more changes of files than are listed
 */
public record TaskDiffJson(
        String task,
        String name,
        Optional<Other> against,
        List<TargetDiff> targets,
        List<String> removedTargets,
        List<Value> policy,
        List<ClientDiff> clients,
        boolean moreClients,
        boolean moreFiles) {

    /** The most changes of files that are listed, of all targets. */
    static final int MAX_FILES = 10_000;

    /** The other task. */
    public record Other(String task, String name, String state) {}

    /**
     * The changes for the clients of one selector.
     *
     * @param bundle digest of what they would get
     * @param before digest of what the other task has for the same selector
     */
    public record TargetDiff(
            String selector,
            String bundle,
            Optional<String> before,
            int added,
            int changed,
            int removed,
            List<FileDiff> files) {}

    /**
     * One file.
     *
     * @param change added, changed or removed
     */
    public record FileDiff(String path, String change, Optional<Content> before, Optional<Content> after) {}

    public record Content(String sha256, long size, String mode) {

        static Optional<Content> of(Optional<FileEntry> entry) {
            return entry.map(there -> new Content(
                    there.sha256().text(), there.size(), there.mode().text()));
        }
    }

    /** A field of the policy; a value that is absent has no default. */
    public record Value(String field, Optional<JsonValue> before, Optional<JsonValue> after) {}

    /**
     * One client.
     *
     * @param has digest of the bundle that the last task brought which reached it
     * @param from the name of that task
     * @param gets digest of what it would get
     * @param would update; nothing, if it has that already; or no_target
     */
    public record ClientDiff(
            String name,
            String clientId,
            Optional<String> has,
            Optional<String> from,
            Optional<String> gets,
            String would) {}

    /** Changes from one set of files to another; at most {@code most} are listed. */
    static TargetDiff target(
            String selector,
            String bundle,
            Optional<String> before,
            Map<String, FileEntry> old,
            Map<String, FileEntry> wanted,
            int most) {
        List<Change> changes = BundleDiff.between(old, wanted);
        List<FileDiff> files = changes.stream()
                .limit(most)
                .map(change -> file(change, old, wanted))
                .toList();
        return new TargetDiff(
                selector,
                bundle,
                before,
                count(changes, Action.ADD),
                count(changes, Action.REPLACE),
                count(changes, Action.REMOVE),
                files);
    }

    private static int count(List<Change> changes, Action action) {
        return (int)
                changes.stream().filter(change -> change.action() == action).count();
    }

    private static FileDiff file(Change change, Map<String, FileEntry> old, Map<String, FileEntry> wanted) {
        String what =
                switch (change.action()) {
                    case ADD -> "added";
                    case REPLACE -> "changed";
                    case REMOVE -> "removed";
                };
        return new FileDiff(
                change.path(),
                what,
                Content.of(Optional.ofNullable(old.get(change.path()))),
                Content.of(Optional.ofNullable(wanted.get(change.path()))));
    }

    static List<Value> policy(Policy before, Policy after) {
        JsonObject old = PolicyJson.write(before);
        JsonObject wanted = PolicyJson.write(after);
        TreeSet<String> fields = new TreeSet<>(old.keySet());
        fields.addAll(wanted.keySet());
        List<Value> values = new ArrayList<>();
        for (String field : fields) {
            Optional<JsonValue> was = Optional.ofNullable(old.get(field));
            Optional<JsonValue> is = Optional.ofNullable(wanted.get(field));
            if (!was.equals(is)) {
                values.add(new Value(field, was, is));
            }
        }
        return values;
    }
}
