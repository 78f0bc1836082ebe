package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parley.server.task.model.Target;

/**
 * A cache of the targets of started tasks, which never change, like their bundles. Bounded by the number of tasks.
 * Thread-safe.
 */
@ApplicationScoped
class TargetCache {

    /** With the longest selectors and names a task needs some 100 KB. */
    private static final int MAX_TASKS = 100;

    /** @param mostFiles the files of the largest of their bundles */
    record Entry(List<Target> targets, long mostFiles) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** @param read reads them; not called under a lock, possibly by several threads at a time */
    Entry of(String task, Supplier<Entry> read) {
        Entry known = find(task);
        return known != null ? known : remembered(task, read.get());
    }

    private synchronized @Nullable Entry find(String task) {
        return entries.get(task);
    }

    private synchronized Entry remembered(String task, Entry entry) {
        entries.put(task, entry);
        if (entries.size() > MAX_TASKS) {
            entries.remove(entries.keySet().iterator().next());
        }
        return entry;
    }
}
