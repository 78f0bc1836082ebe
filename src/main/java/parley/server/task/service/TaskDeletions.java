package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.server.audit.Audit;
import parley.server.events.EventCleanup;
import parley.server.problems.Problem;
import parley.server.task.model.Task;
import parley.server.task.query.BundlesOfTasks;
import parley.server.tokens.Tokens;

/**
 * Deletes tasks that have ended, with all that belongs to them. One transaction takes the task out of sight, with its
 * tokens; then {@link #some} removes the rest some rows at a time, so a server that is killed goes on where it was. The
 * audit log keeps its entries. Every method is one transaction, and safe on several nodes at once.
 */
@ApplicationScoped
@Transactional
public class TaskDeletions {

    /** How many clients one transaction removes, each with its offers, steps and reports. */
    private static final int CLIENTS_AT_ONCE = 100;

    /** How many clients that an undo concerned one transaction removes. */
    private static final int NAMES_AT_ONCE = 1_000;

    private static final List<String> WHAT_CLIENTS_HAVE = List.of(
            "delete from ShownCode s where s.client in :clients",
            "delete from StoredReport r where r.key.client in :clients",
            "delete from StoredTransition t where t.key.client in :clients",
            "delete from StoredOffer o where o.client in :clients",
            "delete from Client c where c.id in :clients");

    private static final List<String> WHAT_A_TASK_HAS = List.of(
            "delete from ForgottenClient f where f.key.task = :task",
            "delete from WaveLock w where w.task = :task",
            "delete from Target g where g.key.task = :task");

    @PersistenceContext
    EntityManager em;

    @Inject
    Tasks tasks;

    @Inject
    Tokens tokens;

    @Inject
    BundlesOfTasks needs;

    @Inject
    ClientEvents events;

    @Inject
    EventCleanup stored;

    @Inject
    Audit audit;

    /**
     * Deletes a task for a person, who knows that what its clients have is forgotten with it.
     *
     * @throws Problem {@code unknown_task}; {@code wrong_state} when it has not ended, clients of it are still at work
     *     or connected, or a task that takes its clients back has not ended
     */
    public Task delete(String id, String actor) {
        Task task = tasks.locked(id);
        obstacle(task).ifPresent(why -> {
            throw Problem.wrongState(why, "Cancel what still runs, and delete the task when all have ended.");
        });
        takeAway(task, actor);
        return task;
    }

    /**
     * Deletes a task for its age, unless it must stay: because of what {@link #delete} refuses, or because clients
     * still have what it brought, or would go back to that by an undo.
     *
     * @return whether it is deleted
     */
    public boolean deleteForItsAge(String id) {
        Task task = em.find(Task.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (task == null || task.isDeleted() || obstacle(task).isPresent() || needs.needs(task)) {
            return false;
        }
        takeAway(task, "server");
        return true;
    }

    private Optional<String> obstacle(Task task) {
        if (!task.state().terminal()) {
            return Optional.of("The task is " + task.state().word() + "; only a task that has ended can be deleted.");
        }
        long busy = em.createQuery(
                        "select count(c) from Client c where c.task = :task"
                                + " and (c.ended = false or c.connected = true)",
                        Long.class)
                .setParameter("task", task.id())
                .getSingleResult();
        if (busy > 0) {
            return Optional.of(
                    busy == 1
                            ? "1 client of the task is still at work or connected."
                            : busy + " clients of the task are still at work or connected.");
        }
        return runningUndo(task)
                .map(undo -> "The task “" + undo.name() + "” takes its clients back, and has not ended.");
    }

    /** The task that undoes this one, or undoes that, and so on, if it runs: clients come with tokens of this one. */
    private Optional<Task> runningUndo(Task task) {
        Optional<Task> undo = next(task);
        while (undo.filter(known -> known.state().terminal()).isPresent()) {
            undo = undo.flatMap(this::next);
        }
        return undo;
    }

    private Optional<Task> next(Task task) {
        return task.undoneBy().map(id -> em.find(Task.class, id));
    }

    private void takeAway(Task task, String actor) {
        long clients = em.createQuery("select count(c) from Client c where c.task = :task", Long.class)
                .setParameter("task", task.id())
                .getSingleResult();
        int dead = tokens.removeAll(task.id());
        task.delete(actor);
        events.changed(task);
        audit.record(
                actor,
                "task.deleted",
                task.id(),
                Map.of("name", task.name(), "state", task.state().word(), "clients", clients, "tokens", dead));
    }

    /** The ids of tasks that ended before a time, in their order, after one of them. */
    public List<String> endedBefore(Instant time, String after, int limit) {
        return em.createQuery(
                        "select t.id from Task t where t.ended = true and t.endedAt < :time and t.deletedBy is null"
                                + " and t.id > :after order by t.id",
                        String.class)
                .setParameter("time", time)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The ids of tasks that are out of sight, and of which rows are left. */
    public List<String> unfinished() {
        return em.createQuery("select t.id from Task t where t.deletedBy is not null", String.class)
                .getResultList();
    }

    /**
     * Removes some of the rows of a task that is out of sight, the events excepted; its own row as the last one. Nodes
     * that do this at once wait for each other at the task's row.
     *
     * @return whether there are more
     */
    public boolean some(String id) {
        Task task = em.find(Task.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (task == null || !task.isDeleted()) {
            return false;
        }
        if (someClients(id) || someNames(id)) {
            return true;
        }
        WHAT_A_TASK_HAS.forEach(
                delete -> em.createQuery(delete).setParameter("task", id).executeUpdate());
        stored.forget(id);
        em.remove(task);
        return false;
    }

    private boolean someClients(String task) {
        List<String> clients = em.createQuery("select c.id from Client c where c.task = :task", String.class)
                .setParameter("task", task)
                .setMaxResults(CLIENTS_AT_ONCE)
                .getResultList();
        if (!clients.isEmpty()) {
            WHAT_CLIENTS_HAVE.forEach(delete ->
                    em.createQuery(delete).setParameter("clients", clients).executeUpdate());
        }
        return !clients.isEmpty();
    }

    private boolean someNames(String task) {
        List<String> clients = em.createQuery(
                        "select u.key.clientId from UndoClient u where u.key.task = :task", String.class)
                .setParameter("task", task)
                .setMaxResults(NAMES_AT_ONCE)
                .getResultList();
        if (!clients.isEmpty()) {
            em.createQuery("delete from UndoClient u where u.key.task = :task and u.key.clientId in :clients")
                    .setParameter("task", task)
                    .setParameter("clients", clients)
                    .executeUpdate();
        }
        return !clients.isEmpty();
    }
}
