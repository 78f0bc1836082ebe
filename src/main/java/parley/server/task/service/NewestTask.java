package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;
import parley.server.bundles.Bundles;
import parley.server.problems.Problem;
import parley.server.task.query.TaskQueries;
import parley.server.task.selector.Selector;

/**
 * Makes a task only if no other one of its name was made since the caller looked. The making of tasks is one after the
 * other, in the order of the lock that all of them take, so of two callers who saw the same one makes its task.
 */
@ApplicationScoped
public class NewestTask {

    @Inject
    Bundles bundles;

    @Inject
    TaskQueries tasks;

    /**
     * Compares and makes in one transaction.
     *
     * @param newest the id of the newest task of that name; an empty text: there is none
     * @param among what the labels of the tasks match that the caller knows
     * @param make joins the transaction
     * @throws Problem "changed" when another one is the newest now
     */
    @Transactional
    public <T> T unchanged(String name, String newest, Selector among, Supplier<T> make) {
        bundles.holdStill();
        String now = tasks.newest(name, among).orElse("");
        if (!newest.equals(now)) {
            throw new Problem(
                    412,
                    "changed",
                    "There is another task of this name",
                    "The newest task of the name “" + name + "” is not the one that the request names in newest; "
                            + (now.isEmpty() ? "there is none." : "it is " + now + "."),
                    "Read that task, then decide again.");
        }
        return make.get();
    }
}
