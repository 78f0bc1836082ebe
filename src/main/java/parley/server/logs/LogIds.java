package parley.server.logs;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a thread works for: it is in each line that the thread logs meanwhile.
 *
 * @param task the task's id
 * @param client the client's name within the task
 * @param session the session's id
 */
public record LogIds(Optional<String> task, Optional<String> client, Optional<String> session) {

    private static final LogIds NONE = new LogIds(Optional.empty(), Optional.empty(), Optional.empty());

    private static final ThreadLocal<@Nullable LogIds> OF_THREAD = new ThreadLocal<>();

    /** Those of a task alone. */
    public static LogIds ofTask(String task) {
        return new LogIds(Optional.of(task), Optional.empty(), Optional.empty());
    }

    /** Those of the current thread. */
    static LogIds current() {
        LogIds ids = OF_THREAD.get();
        return ids == null ? NONE : ids;
    }

    /**
     * Does this work under these ids, on this thread; those that are unknown here stay as they are.
     */
    public void during(Runnable work) {
        LogIds before = OF_THREAD.get();
        LogIds outer = current();
        OF_THREAD.set(new LogIds(task.or(outer::task), client.or(outer::client), session.or(outer::session)));
        try {
            work.run();
        } finally {
            if (before == null) {
                OF_THREAD.remove();
            } else {
                OF_THREAD.set(before);
            }
        }
    }
}
