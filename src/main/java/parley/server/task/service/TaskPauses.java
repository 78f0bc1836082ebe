package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import parley.message.ApplyMode;
import parley.message.ClientState;
import parley.message.TaskState;
import parley.server.audit.Audit;
import parley.server.problems.Problem;
import parley.server.task.decide.SwitchOver;
import parley.server.task.model.Client;
import parley.server.task.model.PausedBy;
import parley.server.task.model.Task;
import parley.server.task.query.WaveQueries;
import parley.server.task.waves.WaveProgress;
import parley.server.tokens.Tokens;

/**
 * Pauses and resumes tasks. Every method is one transaction; {@code rollout} and the sessions then handle the clients.
 */
@ApplicationScoped
@Transactional
public class TaskPauses {

    private static final String PAUSED = "the task is paused";
    private static final String SERVER = "server";
    private static final int NAMED = 3;

    @PersistenceContext
    EntityManager em;

    @Inject
    Tasks tasks;

    @Inject
    Tokens tokens;

    @Inject
    ClientRetries retries;

    @Inject
    WaveQueries waves;

    @Inject
    Clock clock;

    @Inject
    Audit audit;

    @Inject
    ClientEvents events;

    /**
     * @param reason for the clients and the operators; a default text if blank
     * @throws Problem {@code unknown_task}; {@code wrong_state} when it is not open
     */
    public Task pause(String id, String reason, String actor) {
        Task task = tasks.locked(id);
        if (task.state() != TaskState.OPEN) {
            throw Problem.wrongState(
                    "The task is " + task.state().word() + "; only an open one can be paused.", next(task, "resume"));
        }
        task.pause(PausedBy.OPERATOR, reason.isBlank() ? PAUSED : reason);
        audit.record(actor, "task.paused", id, Map.of("reason", reason));
        events.changed(task);
        return task;
    }

    /**
     * @param retryFailed whether the clients that have ended badly so far begin another attempt; otherwise the task
     *     goes on without them
     * @throws Problem {@code unknown_task}; {@code wrong_state} when it is not paused, or when its deadline has passed
     *     and clients are to try again
     */
    public Task resume(String id, boolean retryFailed, String actor) {
        Task task = tasks.locked(id);
        if (task.state() != TaskState.PAUSED) {
            throw Problem.wrongState(
                    "The task is " + task.state().word() + "; only a paused one can be resumed.", next(task, "pause"));
        }
        if (task.undoneBy().isPresent()) {
            throw Problem.wrongState(
                    "The task has been undone; its clients go back to what they had before.",
                    "To roll it out again, create another task.");
        }
        task.resume(clock.instant());
        if (retryFailed) {
            failed(id).forEach(client -> retries.retry(client, actor));
        } else {
            excuse(task);
        }
        audit.record(actor, "task.resumed", id, retryFailed ? Map.of("retryFailed", true) : Map.of());
        events.changed(task);
        return task;
    }

    /** Those whose bad end nobody has excused; who was left out by an earlier resume stays so. */
    private List<Client> failed(String task) {
        return em.createQuery(
                        "select c from Client c where c.task = :task and c.state in :badly and c.excused = false"
                                + " order by c.id",
                        Client.class)
                .setParameter("task", task)
                .setParameter("badly", SwitchOver.BADLY)
                .getResultList();
    }

    /** Stops waiting for clients that have dropped out so far. */
    private void excuse(Task task) {
        em.createQuery("update Client c set c.excused = true where c.task = :task and c.state in :badly")
                .setParameter("task", task.id())
                .setParameter("badly", SwitchOver.BADLY)
                .executeUpdate();
    }

    /**
     * Releases all clients that apply together, if all are ready, or pauses the task if clients have dropped out: in
     * one transaction, so that it holds for all of them or for none, and for later clients.
     *
     * @return whether the task has changed
     */
    public boolean switchOver(String id) {
        if (!switches(tasks.get(id)) || decide(tasks.get(id)) == SwitchOver.NOT_YET) {
            return false;
        }
        Task task = tasks.locked(id);
        em.refresh(task);
        if (!switches(task)) {
            return false;
        }
        switch (decide(task)) {
            case NOT_YET -> {
                return false;
            }
            case RELEASE -> {
                task.release(clock.instant());
                audit.record(SERVER, "task.released", id, Map.of());
            }
            case DROPPED_OUT -> holdUp(task, dropOuts(task));
            case MISSING -> holdUp(task, "clients that were expected are missing, and no token admits any more");
        }
        events.changed(task);
        return true;
    }

    private static boolean switches(Task task) {
        return task.state() == TaskState.OPEN
                && task.policy().apply() == ApplyMode.TOGETHER
                && task.wave().map(open -> task.releasedWave() < open).orElseGet(() -> task.released()
                        .isEmpty());
    }

    private SwitchOver decide(Task task) {
        String together = task.wave().isPresent() ? " and c.wave > " + task.releasedWave() : "";
        List<SwitchOver.StateCount> clients = em.createQuery(
                        "select c.state, c.excused, count(c) from Client c where c.task = :task" + together
                                + " group by c.state, c.excused",
                        Object[].class)
                .setParameter("task", task.id())
                .getResultStream()
                .map(row -> new SwitchOver.StateCount((ClientState) row[0], (Boolean) row[1], (Long) row[2]))
                .toList();
        boolean admits = tokens.admits(task.id(), task.expires(), clock.instant());
        boolean excused = task.resumed().isPresent();
        if (task.wave().isEmpty()) {
            return SwitchOver.of(task.policy(), clients, admits, excused);
        }
        WaveProgress wave = waves.progress(task);
        long expected =
                clients.stream().mapToLong(SwitchOver.StateCount::clients).sum() + wave.missing();
        return SwitchOver.of(task.policy(), clients, expected, admits || wave.othersCome(), excused);
    }

    private void holdUp(Task task, String reason) {
        task.pause(PausedBy.DROPPED_OUT, reason);
        audit.record(SERVER, "task.paused", task.id(), Map.of("reason", reason));
    }

    private String dropOuts(Task task) {
        List<Client> clients = em.createQuery(
                        "select c from Client c where c.task = :task and c.state in :badly and c.excused = false"
                                + " order by c.changed, c.name",
                        Client.class)
                .setParameter("task", task.id())
                .setParameter("badly", SwitchOver.BADLY)
                .setMaxResults(NAMED + 1)
                .getResultList();
        String named = clients.stream()
                .limit(NAMED)
                .map(client -> client.name() + " (" + client.state().word() + ")")
                .collect(Collectors.joining(", "));
        return named + (clients.size() > NAMED ? " and others" : "") + " dropped out before all were ready to apply";
    }

    private static String next(Task task, String other) {
        return switch (task.state()) {
            case DRAFT -> "Start it first.";
            case OPEN, PAUSED -> "You can " + other + " it.";
            default -> "A task that has ended stays so; create another one to roll the bundle out again.";
        };
    }
}
