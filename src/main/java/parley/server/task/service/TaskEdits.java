package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import parley.message.TaskState;
import parley.server.audit.Audit;
import parley.server.bundles.Bundles;
import parley.server.problems.Problem;
import parley.server.task.model.Target;
import parley.server.task.model.Task;
import parley.server.task.model.TaskDraft;

/** Changes what drafts say. A task that has started never changes: clients have agreed to it. */
@ApplicationScoped
@Transactional
public class TaskEdits {

    @PersistenceContext
    EntityManager em;

    @Inject
    Clock clock;

    @Inject
    Tasks tasks;

    @Inject
    Targets targets;

    @Inject
    Bundles bundles;

    @Inject
    Audit audit;

    @Inject
    ClientEvents events;

    /**
     * Changes a draft.
     *
     * @param change gets what the draft says and returns what it shall say; called under the task's lock
     * @param allowOlder whether other targets may replace present newer content; the start does not check that again
     * @throws Problem {@code unknown_task}; {@code wrong_state} when it has started; {@code unknown_bundle};
     *     {@code bad_path}; {@code newer_bundle} when clients have something newer and nobody allows that
     */
    public Task edit(String id, UnaryOperator<TaskDraft> change, boolean allowOlder, String actor) {
        Task task = tasks.locked(id);
        if (task.state() != TaskState.DRAFT) {
            throw Problem.wrongState(
                    "The task is " + task.state().word() + "; only a draft can be changed.",
                    "Create another task from it: parley task create --from " + id + ".");
        }
        TaskDraft before = says(task);
        TaskDraft after = change.apply(before);
        after.startAt()
                .filter(at -> !before.startAt().equals(Optional.of(at)))
                .ifPresent(at -> StartTime.check(at, clock.instant()));
        task.edit(after);
        List<Map<String, String>> aims = replaceTargets(task, after);
        if (!after.targets().equals(before.targets())) {
            task.retarget(bundles.lastSequence());
            tasks.checkOlder(task, allowOlder, actor);
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("name", after.name());
        detail.put("targets", aims);
        if (!after.labels().equals(before.labels())) {
            detail.put("labels", after.labels());
        }
        after.startAt().ifPresent(at -> detail.put("startAt", at.toString()));
        audit.record(actor, "task.edited", id, detail);
        events.changed(task);
        return task;
    }

    /**
     * What a task says, as a request for one.
     *
     * @throws Problem {@code unknown_task}
     */
    public TaskDraft says(String id) {
        return says(tasks.get(id));
    }

    private TaskDraft says(Task task) {
        List<TaskDraft.Aim> aims =
                targets.all(task.id()).stream().map(Target::aim).toList();
        return new TaskDraft(task.name(), task.notes(), task.labels(), aims, task.policy(), task.startAt());
    }

    /** The bundles are checked again even if they stay: the policy may be for other platforms now. */
    private List<Map<String, String>> replaceTargets(Task task, TaskDraft wanted) {
        targets.all(task.id()).forEach(em::remove);
        em.flush();
        List<Map<String, String>> aims = tasks.aim(task, wanted);
        em.flush();
        return aims;
    }
}
