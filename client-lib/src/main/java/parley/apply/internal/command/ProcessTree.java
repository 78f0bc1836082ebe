package parley.apply.internal.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process and its descendants, as far as they have been seen: a process whose parent ends between two looks is not
 * found. Not thread-safe.
 */
final class ProcessTree {
    private static final Duration TO_END_BY_ITSELF = Duration.ofSeconds(2);
    private static final Duration TO_BE_GONE = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 20;

    private final Process root;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    ProcessTree(Process root) {
        this.root = root;
    }

    /** Looks for new descendants; a process that was seen once stays in the tree when its parent ends. */
    void look() {
        Set<ProcessHandle> now = new LinkedHashSet<>();
        root.descendants().forEach(now::add);
        for (ProcessHandle earlier : seen) {
            if (earlier.isAlive() && now.add(earlier)) {
                earlier.descendants().forEach(now::add);
            }
        }
        seen.clear();
        seen.addAll(now);
    }

    /**
     * Asks the first process to end, waits 2 s for that, and kills the remaining ones. On return none of them runs
     * that this user may kill.
     */
    void end() throws InterruptedException {
        look();
        root.destroy();
        long patience = System.nanoTime() + TO_END_BY_ITSELF.toNanos();
        while (root.isAlive() && System.nanoTime() - patience < 0) {
            look();
            root.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        long end = System.nanoTime() + TO_BE_GONE.toNanos();
        do {
            look();
            root.destroyForcibly();
            seen.forEach(ProcessHandle::destroyForcibly);
            root.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } while (anyAlive() && System.nanoTime() - end < 0);
    }

    private boolean anyAlive() {
        List<ProcessHandle> all = new ArrayList<>(seen);
        all.add(root.toHandle());
        return all.stream().anyMatch(ProcessHandle::isAlive);
    }
}
