package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.message.TaskState;
import parley.message.bundle.Digest;
import parley.message.policy.PolicyField;
import parley.message.policy.PolicyFields;
import parley.server.audit.Audit;
import parley.server.problems.Problem;
import parley.server.task.decide.Policy;
import parley.server.task.decide.UndoChoice;
import parley.server.task.model.PausedBy;
import parley.server.task.model.Target;
import parley.server.task.model.Task;
import parley.server.task.model.TaskDraft;
import parley.server.task.model.UndoClient;
import parley.server.task.query.UndoQueries;

/**
 * Undoes tasks: a task of its own takes each client that has succeeded back to what it had before. Clients come with
 * the token that they have. Every method is one transaction.
 */
@ApplicationScoped
@Transactional
public class TaskUndos {

    private static final String SERVER = "server";

    /** What is about a rollout over time, or about clients that nobody knows yet. */
    private static final List<PolicyField<?>> NOT_TAKEN_OVER = List.of(
            PolicyFields.MAX_CLIENTS,
            PolicyFields.APPROVAL,
            PolicyFields.APPLY,
            PolicyFields.DROP_OUT,
            PolicyFields.WAVES,
            PolicyFields.WAVE_ORDER,
            PolicyFields.ERROR_THRESHOLD,
            PolicyFields.ON_ERROR,
            PolicyFields.ALLOW_DOWNGRADE);

    @PersistenceContext
    EntityManager em;

    @Inject
    Tasks tasks;

    @Inject
    UndoQueries queries;

    @Inject
    Audit audit;

    @Inject
    ClientEvents events;

    /**
     * What each client would go back to if the task were undone now, by name.
     *
     * @throws Problem {@code unknown_task}; {@code wrong_state} for a draft
     */
    public List<UndoQueries.Choice> preview(String id) {
        return queries.choices(started(tasks.get(id)));
    }

    /**
     * Makes the task that undoes this one, and starts it. An open task is paused.
     *
     * @throws Problem {@code unknown_task}; {@code wrong_state} for a draft; {@code already_undone}, with the task that
     *     does it; {@code nothing_to_undo} when no client can go back
     */
    public Task undo(String id, String actor) {
        Task first = started(tasks.locked(id));
        first.undoneBy().ifPresent(second -> {
            throw alreadyUndone(second);
        });
        List<UndoQueries.Choice> choices = queries.choices(first);
        Map<Digest, UndoChoice.Success> bundles = new LinkedHashMap<>();
        choices.forEach(
                client -> client.choice().before().ifPresent(before -> bundles.putIfAbsent(before.bundle(), before)));
        if (bundles.isEmpty()) {
            throw nothingToUndo(choices.size());
        }
        if (bundles.size() > TaskDraft.MAX_TARGETS) {
            throw new Problem(
                    409,
                    "too_many_bundles",
                    "The clients had too many bundles",
                    "They had " + bundles.size() + " different bundles before; a task has at most "
                            + TaskDraft.MAX_TARGETS + ".",
                    "Roll back by tasks with label selectors.");
        }
        int going = (int) choices.stream()
                .filter(client -> client.choice().before().isPresent())
                .count();
        Task second = tasks.create(draft(first, bundles.values().stream().toList(), going), actor);
        second.undo(first);
        second.allowOlder();
        choices.forEach(
                client -> em.persist(new UndoClient(second.id(), client.clientId(), client.name(), client.choice())));
        if (first.state() == TaskState.OPEN) {
            first.pause(PausedBy.OPERATOR, "it is undone by the task “" + second.name() + "”");
        }
        audit.record(
                actor,
                "task.undone",
                id,
                Map.of("by", second.id(), "clients", going, "staying", choices.size() - going));
        events.changed(first);
        em.flush(); // the lock of the start reads the row again
        return tasks.start(second.id(), true, actor);
    }

    private static Task started(Task task) {
        if (task.state() == TaskState.DRAFT) {
            throw Problem.wrongState("The task is a draft; there is nothing to undo.", "Edit it, or cancel it.");
        }
        return task;
    }

    private TaskDraft draft(Task first, List<UndoChoice.Success> bundles, int clients) {
        String name = "undo " + first.name();
        Policy policy = first.policy().without(NOT_TAKEN_OVER).with(PolicyFields.EXPECTED_CLIENTS, clients);
        return new TaskDraft(
                name.substring(0, Math.min(name.length(), TaskDraft.MAX_NAME)),
                "",
                first.labels(),
                bundles.stream().map(this::aim).toList(),
                policy,
                Optional.empty());
    }

    /** With the name that the bundle had for these clients; who gets it is in the rows of the clients. */
    private TaskDraft.Aim aim(UndoChoice.Success before) {
        Optional<Target> target = queries.target(before);
        return new TaskDraft.Aim(
                "", before.bundle(), target.map(Target::bundleName), target.map(Target::bundleVersion));
    }

    private static Problem alreadyUndone(String by) {
        return new Problem(
                409,
                "already_undone",
                "The task has been undone",
                "The task " + by + " takes its clients back.",
                "That task says how it goes.");
    }

    private static Problem nothingToUndo(int succeeded) {
        return new Problem(
                409,
                "nothing_to_undo",
                "No client can go back",
                succeeded == 0
                        ? "No client has succeeded in this task, and none applies."
                        : "Of " + succeeded
                                + " that have succeeded or apply none had anything before that the server knows of,"
                                + " or all have something newer by now.",
                "To give them other content, roll it out by a task.");
    }

    /**
     * Undoes a task whose policy says so, after too many of its clients have failed.
     *
     * @return whether that was still to be done
     * @throws Problem as {@link #undo}
     */
    public boolean undoDue(String id) {
        boolean due = tasks.locked(id).isUndoDue();
        if (due) {
            undo(id, SERVER);
        }
        return due;
    }

    /** Leaves a task that could not be undone to the operators, with the reason. */
    public void leave(String id, String why) {
        Task task = tasks.locked(id);
        if (task.isUndoDue()) {
            task.undoDue(false);
            audit.record(SERVER, "task.undo_failed", id, Map.of("reason", why));
            events.changed(task);
        }
    }
}
