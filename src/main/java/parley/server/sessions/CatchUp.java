package parley.server.sessions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Collects the clients whose sessions may have missed something, each once, and has them checked in batches by one
 * thread at a time. Bounded by the number of sessions, since it holds only connected clients. Thread-safe.
 */
final class CatchUp {

    private static final Logger LOG = Logger.getLogger(CatchUp.class.getName());
    private static final int AT_ONCE = 500;

    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private final Executor executor;
    private final Consumer<List<String>> look;

    /** @param look checks these clients, by row id */
    CatchUp(Executor executor, Consumer<List<String>> look) {
        this.executor = executor;
        this.look = look;
    }

    /** Has these clients checked soon; one that is being checked is checked once more. */
    void request(Collection<String> clients) {
        waiting.addAll(clients);
        begin();
    }

    private void begin() {
        if (!waiting.isEmpty() && running.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    private void run() {
        try {
            for (List<String> next = next(); !next.isEmpty(); next = next()) {
                look.accept(next);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Sessions could not be brought up to date; the next scan tries again.", e);
        } finally {
            running.set(false);
        }
        begin();
    }

    private List<String> next() {
        List<String> next = new ArrayList<>();
        for (Iterator<String> each = waiting.iterator(); each.hasNext() && next.size() < AT_ONCE; ) {
            next.add(each.next());
            each.remove();
        }
        return next;
    }
}
