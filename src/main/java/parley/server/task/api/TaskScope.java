package parley.server.task.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import parley.server.access.Caller;
import parley.server.access.WrongScope;
import parley.server.problems.Problem;
import parley.server.task.model.Task;
import parley.server.task.model.TaskDraft;
import parley.server.task.selector.Selector;
import parley.server.task.selector.SelectorException;
import parley.server.task.service.Tasks;

/** The tasks that the caller's key is for. {@link TaskScopeFilter} asks it about the task in the path of a request. */
@RequestScoped
public class TaskScope {

    private static final Selector ALL = new Selector(List.of());

    @Inject
    Caller caller;

    @Inject
    Tasks tasks;

    /** What the labels of these tasks match. */
    Selector selector() {
        return caller.tasks().map(TaskScope::parsed).orElse(ALL);
    }

    /** What the labels of tasks match that the key is for and this selector asks for. */
    Selector selector(Selector wanted) {
        return new Selector(Stream.concat(selector().requirements().stream(), wanted.requirements().stream())
                .toList());
    }

    /**
     * The task.
     *
     * @throws Problem {@code unknown_task}, also for a task that the key is not for, so that nobody learns of it
     */
    Task task(String id) {
        Task task = tasks.get(id);
        if (!selector().matches(task.labels())) {
            throw Tasks.unknown(id);
        }
        return task;
    }

    /** @throws Problem {@code wrong_scope} when the key is not for tasks with the labels that this one shall have */
    TaskDraft checked(TaskDraft wanted) {
        if (!selector().matches(wanted.labels())) {
            throw WrongScope.otherLabels(caller.key());
        }
        return wanted;
    }

    /** The same of what a change makes of a draft. */
    UnaryOperator<TaskDraft> checked(UnaryOperator<TaskDraft> change) {
        return before -> checked(change.apply(before));
    }

    private static Selector parsed(String text) {
        try {
            return Selector.parse(text);
        } catch (SelectorException e) {
            throw new IllegalStateException("the stored selector of a key", e);
        }
    }
}
