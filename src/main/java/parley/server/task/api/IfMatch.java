package parley.server.task.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import parley.server.problems.Problem;
import parley.server.task.model.Task;
import parley.server.task.service.Tasks;

/**
 * Changes a task only if nobody else has changed it since it was read (RFC 9110 §13.1.1). Compares the version of the
 * task itself, without its clients' progress.
 */
@ApplicationScoped
public class IfMatch {

    @Inject
    Tasks tasks;

    /** The entity tag of a task. */
    public static String tagOf(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Compares and changes in one transaction.
     *
     * @param ifMatch the entity tags that allow the change, with commas, or {@code *}; empty: every one allows it
     * @param change joins the transaction
     * @throws Problem "changed" when the task has another tag; {@code unknown_task}
     */
    @Transactional
    public Task unchanged(String id, Optional<String> ifMatch, Supplier<Task> change) {
        if (ifMatch.isPresent()) {
            Task task = tasks.locked(id);
            if (!allows(ifMatch.get(), tagOf(task.version()))) {
                throw new Problem(
                        412,
                        "changed",
                        "The task has changed",
                        "It has changed since you read it; now it is "
                                + task.state().word() + ", and its entity tag is " + tagOf(task.version()) + ".",
                        "Read the task again, then decide again.");
            }
        }
        return change.get();
    }

    /** Weak tags never match: they do not identify the exact version. */
    static boolean allows(String ifMatch, String tag) {
        return ifMatch.strip().equals("*")
                || Arrays.stream(ifMatch.split(",")).map(String::strip).anyMatch(tag::equals);
    }
}
